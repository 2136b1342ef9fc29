/** How long one delay takes to give way to another: too short to hear, too long to click. */
const crossSec = 0.016;
const longestSec = 1;

/**
 * What an element sounds through on its way to the speaker. Held back by a delay that can be another at once, without a gap and without a
 * change of pitch: it has two taps, and what sounds goes over from one to the other. All times are the context's, in seconds.
 */
export class DelayLine {
  /** How loud it is once it is open. */
  volume = 1;
  #out: GainNode;
  #taps: [Tap, Tap];

  constructor(
    private readonly context: AudioContext,
    element: HTMLMediaElement,
  ) {
    const source = context.createMediaElementSource(element);
    this.#out = new GainNode(context, { gain: 0 });
    this.#out.connect(context.destination);
    this.#taps = [tap(context, source, this.#out), tap(context, source, this.#out)];
  }

  /** Silent at once. */
  shut(): void {
    this.#out.gain.cancelScheduledValues(0);
    this.#out.gain.value = 0;
  }

  /** To be heard from `atSec` on, held back by `delaySec`. Until then it may be called again. */
  open(delaySec: number, atSec: number, overSec: number): void {
    const [sounding, other] = this.#taps;
    set(sounding.delay.delayTime, delaySec);
    set(sounding.gain.gain, 1);
    set(other.gain.gain, 0);
    this.#out.gain.cancelScheduledValues(0);
    this.#out.gain.setValueAtTime(0, atSec);
    this.#out.gain.linearRampToValueAtTime(this.volume, atSec + overSec);
  }

  /** What is heard goes over to another delay. */
  holdBack(delaySec: number): void {
    const [before, after] = this.#taps;
    this.#taps = [after, before];
    set(after.delay.delayTime, delaySec);
    ramp(after.gain.gain, 0, 1, this.context.currentTime, crossSec);
    ramp(before.gain.gain, 1, 0, this.context.currentTime, crossSec);
  }

  /** Takes its sound away. */
  fade(overSec: number): void {
    ramp(this.#out.gain, this.volume, 0, this.context.currentTime, overSec);
  }
}

interface Tap {
  delay: DelayNode;
  gain: GainNode;
}

function tap(context: AudioContext, source: AudioNode, out: AudioNode): Tap {
  const delay = new DelayNode(context, { maxDelayTime: longestSec });
  const gain = new GainNode(context, { gain: 0 });
  source.connect(delay).connect(gain).connect(out);
  return { delay, gain };
}

function set(param: AudioParam, value: number) {
  param.cancelScheduledValues(0);
  param.value = value;
}

function ramp(param: AudioParam, from: number, to: number, atSec: number, overSec: number) {
  param.cancelScheduledValues(0);
  param.setValueAtTime(from, atSec);
  param.linearRampToValueAtTime(to, atSec + overSec);
}
