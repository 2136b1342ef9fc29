import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ControlProfile, calibrating, preroll, RateController, silentCatchUp, starting, steady } from './rateController';

/**
 * A phone: its sound runs at `1 + drift` times the rate that it was told a while ago, is measured with some noise, and takes its time to
 * sound after a seek.
 */
class Sound {
  errorMs = 0;
  nowMs = 0;
  #rate = 1;
  #rateUntilMs = 0;
  #told: { atMs: number; rate: number }[] = [];
  #silentUntilMs = 0;
  corrections: number[] = [];
  private seed = 7;

  constructor(
    private readonly controller: RateController,
    private readonly drift: number,
    private readonly noiseMs: number,
    private readonly delayMs = 90,
    private readonly seekLateMs = 70,
  ) {}

  random(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }

  /** Plays on for `ms`, looking every `everyMs`. */
  run(ms: number, profile: ControlProfile, everyMs = 40, at?: (sound: Sound) => void) {
    for (const end = this.nowMs + ms; this.nowMs < end; ) {
      for (let passed = 0; passed < everyMs; passed += 10) this.#tick(10);
      at?.(this);
      const measured = this.errorMs + (this.random() - 0.5) * 2 * this.noiseMs;
      if (this.nowMs < this.#silentUntilMs) continue;
      const correction = this.controller.look(this.nowMs, measured, profile);
      if (correction) this.corrections.push(this.nowMs);
      if (correction?.kind === 'trim') {
        this.#told.push({ atMs: this.nowMs + this.delayMs, rate: correction.rate });
        this.#rateUntilMs = this.nowMs + correction.forMs;
        this.#told.push({ atMs: this.#rateUntilMs + this.delayMs, rate: 1 });
      } else if (correction) {
        this.errorMs = correction.aheadMs - this.seekLateMs;
        this.#silentUntilMs = this.nowMs + this.seekLateMs;
      }
    }
  }

  #tick(ms: number) {
    this.nowMs += ms;
    while (this.#told[0] && this.#told[0].atMs <= this.nowMs) this.#rate = this.#told.shift()?.rate ?? 1;
    this.errorMs += ms * (this.#rate * (1 + this.drift) - 1);
  }
}

const hourMs = 3_600_000;

// Hours are simulated: a slow machine may take its time for them.
describe('the rate controller', { timeout: 60_000 }, () => {
  it('brings an unheard start into place before it is to be heard, from wherever it is', () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: 300, noNaN: true }), fc.double({ min: 20, max: 150, noNaN: true }), (startMs, delayMs) => {
        const sound = new Sound(new RateController(), 0, 0.3, delayMs);
        sound.errorMs = startMs;
        sound.run(1600, silentCatchUp);
        sound.run(3400, preroll);
        expect(Math.abs(sound.errorMs)).toBeLessThan(1.5);
      }),
      { numRuns: 200 },
    );
  });

  it('does nothing once it has settled, for hours', () => {
    const controller = new RateController();
    const sound = new Sound(controller, 0, 0.8);
    sound.errorMs = 40;
    sound.run(10_000, starting);
    sound.run(300_000, steady);
    const settled = sound.corrections.length;
    sound.run(3 * hourMs, steady);
    expect(sound.corrections.slice(settled)).toEqual([]);
  });

  it('holds a clock that is 100 millionths off within 2 ms for hours, and never swings', () => {
    for (const drift of [100e-6, -100e-6]) {
      const sound = new Sound(new RateController(), drift, 0.5);
      sound.run(300_000, steady);
      let worst = 0;
      let side = 0;
      sound.run(2 * hourMs, steady, 40, ({ errorMs }) => {
        worst = Math.max(worst, Math.abs(errorMs));
        if (Math.sign(errorMs) === -Math.sign(drift)) side = Math.max(side, Math.abs(errorMs));
      });
      expect(worst).toBeLessThan(2);
      // It returns to its place, not beyond it.
      expect(side).toBeLessThan(1);
    }
  });

  it('seeks when it is far off, learns how late that comes, and then needs none', () => {
    const controller = new RateController();
    const sound = new Sound(controller, 0, 0.5);
    sound.run(5000, steady);
    for (let stall = 0; stall < 4; stall++) {
      sound.errorMs -= 900;
      sound.run(60_000, steady);
      expect(Math.abs(sound.errorMs)).toBeLessThan(2);
    }
    expect(controller.seeks).toBeLessThanOrEqual(6);
  });

  it('goes where its person moves it, soon, also in the middle of a correction, and without a gap for a small step', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2000, max: 2000, noNaN: true }),
        fc.double({ min: -25, max: 25, noNaN: true }),
        fc.integer({ min: 0, max: 1500 }),
        (byMs, stepMs, waitMs) => {
          const controller = new RateController();
          const sound = new Sound(controller, 0, 0.3);
          sound.run(5000, steady);
          for (const moved of [stepMs, byMs, stepMs]) {
            sound.errorMs += moved;
            controller.moved();
            sound.run(waitMs, calibrating);
          }
          sound.run(5000, calibrating);
          expect(Math.abs(sound.errorMs)).toBeLessThan(3);
          const { seeks } = controller;
          sound.errorMs += stepMs;
          controller.moved();
          sound.run(5000, calibrating);
          expect(Math.abs(sound.errorMs)).toBeLessThan(3);
          expect(controller.seeks).toBe(seeks);
        },
      ),
    );
  });

  it('holds a page in the background, which looks once a second', () => {
    const sound = new Sound(new RateController(), 100e-6, 0.5);
    sound.errorMs = 15;
    sound.run(60_000, steady, 1000);
    let worst = 0;
    sound.run(hourMs, steady, 1000, ({ errorMs }) => {
      worst = Math.max(worst, Math.abs(errorMs));
    });
    expect(worst).toBeLessThan(3);
  });

  it('trims no more than it may', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -500, max: 500, noNaN: true }),
        fc.constantFrom(silentCatchUp, preroll, starting, steady, calibrating),
        (errorMs, profile) => {
          const controller = new RateController();
          for (let atMs = 0; atMs < 12_000; atMs += 40) {
            const correction = controller.look(atMs, errorMs, profile);
            if (correction?.kind === 'trim') expect(Math.abs(correction.rate - 1)).toBeLessThanOrEqual(profile.maxTrim + 1e-12);
            if (correction?.kind === 'seek') expect(Math.abs(errorMs)).toBeGreaterThan(profile.farMs);
          }
        },
      ),
    );
  });
});
