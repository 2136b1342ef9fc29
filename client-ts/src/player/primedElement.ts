import { createScope } from '../scope';

/** Too near the end an element counts as ended, and would start from the beginning. */
const endMarginSec = 0.05;
/** Some engines prepare no more until they may sound; what is loaded by then is taken for enough. */
const patienceMs = 4000;

/** iPhones and iPads: an element buffers nothing before it has played (WebKit before 18.5). */
export const loadsByPlaying = ({ vendor, platform, maxTouchPoints } = navigator) =>
  /^Apple/.test(vendor) && (/^iP/.test(platform) || (/^Mac/.test(platform) && maxTouchPoints > 1));

/** One audio element that is loaded and held at a place, ready to sound at once. */
export class PrimedElement {
  readonly element = document.createElement('audio');
  #primedAtSec: number | null = null;
  #turn = 0;
  /** It plays unheard, to load. */
  #plays = false;

  constructor() {
    this.element.preload = 'auto';
    this.element.hidden = true;
  }

  /** Where it is held, in seconds; null when it is not. */
  get primedAtSec(): number | null {
    return this.#primedAtSec;
  }

  load(url: string): void {
    this.element.src = url;
    this.unprime();
  }

  /** Marks the element as no longer primed: it sounds, or is elsewhere. */
  unprime(): void {
    this.#turn++;
    this.#primedAtSec = null;
    this.#rest();
  }

  #rest() {
    if (!this.#plays) return;
    this.#plays = false;
    this.element.pause();
    this.element.muted = false;
  }

  /**
   * Goes to a place of what it has loaded, and waits there.
   * @returns false when a later call took over
   * @throws when the element cannot play the file
   */
  async prime(atSec: number): Promise<boolean> {
    this.unprime();
    const turn = this.#turn;
    const { element } = this;
    element.pause();
    element.playbackRate = 1;
    element.muted = false;
    await this.#until('loadedmetadata', () => element.readyState >= element.HAVE_METADATA);
    if (turn !== this.#turn) return false;
    const last = Number.isFinite(element.duration) ? Math.max(0, element.duration - endMarginSec) : atSec;
    const target = Math.min(atSec, last);
    if (Math.abs(element.currentTime - target) > 0.0005) element.currentTime = target;
    await this.#until('seeked', () => !element.seeking);
    if (turn !== this.#turn) return false;
    const canPlay = () => element.readyState >= element.HAVE_FUTURE_DATA;
    if (loadsByPlaying() && !canPlay()) {
      this.#plays = element.muted = true;
      element.play().catch(() => {});
    }
    await this.#until('canplay', canPlay);
    if (turn !== this.#turn) return false;
    if (this.#plays) {
      this.#rest();
      element.currentTime = target;
      await this.#until('seeked', () => !element.seeking);
      if (turn !== this.#turn) return false;
    }
    this.#primedAtSec = target;
    return true;
  }

  #until(event: string, holds: () => boolean): Promise<void> {
    const { element } = this;
    return new Promise((resolve, reject) => {
      const scope = createScope();
      const done = () => {
        if (!element.error && !holds()) return;
        scope.end();
        element.error ? reject(element.error) : resolve();
      };
      scope.after(patienceMs, () => {
        scope.end();
        resolve();
      });
      scope.on(element, event, done);
      scope.on(element, 'error', done);
      done();
    });
  }
}
