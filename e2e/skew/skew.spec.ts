import { expect, test } from '@playwright/test';
import { conditions, gates, loopMs, put } from './conditions.ts';
import { cpuSec } from './cpu.ts';
import { type Heard, type Means, MeasuredRoom, passed } from './measuredRoom.ts';
import { missing } from './speakers.ts';
import { quantile, report, spread } from './table.ts';

const rounds = Number(process.env.SKEW_ROUNDS ?? 3);
const trials = Number(process.env.SKEW_TRIALS ?? 10);
/** So many starts each way by the same pages. */
const startsOfAPair = 3;
/** A start is due 224 ms after its receipt, so it is not compared with one that sounds at once. */
const soundGateMs = 350;
const driftSec = 240;
const driftPpm = 100;

const absent = missing('pulseaudio', 'parec', process.env.CHROMIUM ?? 'chromium');
test.skip(absent.length > 0, `Nothing can be heard here: ${absent.join(', ')} is not installed.`);

const say = (line: string) => console.log(line);
const far = (heard: readonly Heard[], which: 'onsetMs' | 'laterMs') => heard.map((h) => Math.abs(h[which]));
const positionSec = (trial: number) => 2 + ((trial * 3.7) % 40);

/** Every way to start alternately, so many times. */
async function listen<M extends Means>(room: MeasuredRoom, ways: readonly M[], starts: number): Promise<Record<M, Heard[]>> {
  const heard = Object.fromEntries(ways.map((means) => [means, []])) as unknown as Record<M, Heard[]>;
  for (let trial = 0; trial < starts; trial++) {
    if (trial % startsOfAPair === 0) {
      if (trial > 0) await room.renew();
      // The first start of all pays for what is loaded and compiled.
      await room.ready(1, 'all');
      await room.start(1);
    }
    for (const means of ways) {
      await room.ready(positionSec(trial), means);
      heard[means].push(await room.start(positionSec(trial)));
    }
  }
  for (const means of ways) {
    say(
      `  ${means.padEnd(9)} onset ${spread(far(heard[means], 'onsetMs'))} | 3 s in ${spread(far(heard[means], 'laterMs'))} | ` +
        `command → sound ${spread(heard[means].map((h) => h.commandToSoundMs))}`,
    );
    for (const which of ['onsetMs', 'laterMs'] as const)
      say(`  ${means.padEnd(9)} ${which}, each: ${heard[means].map((h) => h[which].toFixed(1)).join(' ')}`);
    for (const which of ['onsetCorrelation', 'laterCorrelation'] as const) {
      const alike = heard[means].map((h) => h[which]);
      say(
        `  ${means.padEnd(9)} ${which}: least ${Math.min(...alike).toFixed(2)}, ` +
          `${alike.filter((c) => c <= 0.5).length} of ${alike.length} not above 0.5`,
      );
    }
  }
  return heard;
}

test.describe.configure({ mode: 'serial' });

test.describe('two phones on one clock', () => {
  let room: MeasuredRoom;
  test.beforeAll(async () => {
    room = await MeasuredRoom.open();
  });
  test.afterAll(() => room?.close());
  test.afterEach(() => {
    for (const proxy of room.delayProxies) proxy.delayMs = () => 0;
  });

  for (const condition of conditions) {
    test(`start together, ${condition}`, async () => {
      const quieten = await put(room, condition);
      say(
        `\nTwo phones, ${condition}, ${rounds} × ${trials} starts each way, p50 / p95 / greatest in ms; ` +
          `a fixed loop takes ${loopMs().toFixed(0)} ms:`,
      );
      const { none, all } = await listen(room, ['none', 'all'], rounds * trials).finally(quieten);
      const compare = (what: string, which: 'onsetMs' | 'laterMs', p: number, limit: number) => {
        const [ours, baseline] = [quantile(far(all, which), p), quantile(far(none, which), p)];
        report({ name: `${what}, ${condition}`, ours, baseline, unit: 'ms', gate: { limit } });
      };
      const { onset, laterP95 } = gates[condition];
      compare('apart at the onset, p50', 'onsetMs', 0.5, onset.p50);
      compare('apart at the onset, p95', 'onsetMs', 0.95, onset.p95);
      compare('apart 3 s in, p95', 'laterMs', 0.95, laterP95);
      const [ours, baseline] = [all, none].map((heard) =>
        quantile(
          heard.map((h) => h.commandToSoundMs),
          0.95,
        ),
      ) as [number, number];
      report({ name: `command to sound, p95, ${condition}`, ours, baseline, unit: 'ms', gate: { limit: soundGateMs, unit: 'ms' } });
    });
  }

  test('read 50 ms when one of them hears everything 50 ms late', async () => {
    const [, ben] = room.delayProxies;
    if (ben) ben.delayMs = () => 50;
    const heard: Heard[] = [];
    for (let trial = 0; trial < 7; trial++) {
      await room.ready(positionSec(trial), 'all');
      heard.push(await room.start(positionSec(trial)));
    }
    const [onset, later] = [
      quantile(
        heard.map((h) => h.onsetMs),
        0.5,
      ),
      quantile(
        heard.map((h) => h.laterMs),
        0.5,
      ),
    ];
    say(`\nOne phone hears everything 50 ms late; read at the onset ${onset.toFixed(1)} ms, 3 s in ${later.toFixed(1)} ms.`);
    expect(Math.abs(later - 50)).toBeLessThanOrEqual(3);
  });

  test('cost little while a song plays', async () => {
    await room.ready(1, 'all');
    await room.start(1);
    await passed(10_000);
    const spent = () => cpuSec('PULSE_SINK', room.speakerOf(0), ['renderer', 'gpu-process']);
    const [before, beganAtMs] = [spent(), performance.now()];
    await passed(20_000);
    const share = (spent() - before) / ((performance.now() - beganAtMs) / 1000);
    say('');
    report({
      name: 'the page and its painting while a song plays',
      ours: share * 100,
      unit: '% of a core',
      gate: { limit: 5, unit: '% of a core' },
    });
  });

  test('start together through a jittery network', async () => {
    for (const proxy of room.delayProxies) proxy.delayMs = () => 5 + Math.random() * 30;
    say(`\nEvery chunk 20 ± 15 ms late, never reordered, ${rounds * trials} starts each way:`);
    const heard = await listen(room, ['no-beats', 'all'], rounds * trials);
    const [ours, baseline] = [quantile(far(heard.all, 'laterMs'), 0.95), quantile(far(heard['no-beats'], 'laterMs'), 0.95)];
    report({ name: 'apart 3 s in, p95, every packet 20 ± 15 ms late', ours, baseline, unit: 'ms', gate: { limit: 0.3 } });
  });

  test('sound as far apart as one is set to be', async () => {
    await room.pages[1]?.evaluate(() => localStorage.setItem('colisten.lateMs', '80'));
    await room.pages[1]?.reload();
    await room.pages[1]?.locator('button[type=submit]:not([aria-busy=true])').or(room.pages[1].getByRole('slider')).first().click();
    const heard: Heard[] = [];
    for (let trial = 0; trial < 6; trial++) {
      await room.ready(positionSec(trial), 'all');
      heard.push(await room.start(positionSec(trial)));
    }
    const later = quantile(
      heard.slice(1).map((h) => h.laterMs),
      0.5,
    );
    say(`\nOne phone is set to come 80 ms late; read 3 s in ${later.toFixed(1)} ms.`);
    expect(Math.abs(Math.abs(later) - 80)).toBeLessThanOrEqual(3);
  });
});

test('two sound cards 100 millionths apart stay together for four minutes', async () => {
  const lacking = missing('faketime');
  test.skip(lacking.length > 0, `No clock can be made fast here: ${lacking.join(', ')} is not installed.`);
  const room = await MeasuredRoom.open(driftPpm);
  try {
    for (const [means, forSec] of [
      ['none', 60],
      ['all', driftSec],
    ] as const) {
      await room.ready(2, means);
      const beganAtMs = await room.remote.send('play', { positionSec: 2 });
      const lags: number[] = [];
      for (let atMs = beganAtMs + 10_000; atMs < beganAtMs + forSec * 1000; atMs += 5000) {
        await room.until(atMs + 1000);
        const lag = room.lagAt(atMs);
        if (lag.correlation > 0.5) lags.push(lag.ms);
      }
      const first = lags[0] ?? Number.NaN;
      say(
        `\nOne sound card ${driftPpm} ppm fast, ${means}: from ${first.toFixed(1)} ms after 10 s ` +
          `to ${lags.at(-1)?.toFixed(1)} ms after ${forSec} s; ` +
          `between ${Math.min(...lags).toFixed(1)} and ${Math.max(...lags).toFixed(1)}; ${lags.length} readings.`,
      );
    }
  } finally {
    await room.close();
  }
});
