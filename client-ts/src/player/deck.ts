/** Too near the end an element counts as ended, and would start from the beginning. */
const endMarginSec = 0.05;
/** Some engines prepare no more until they may sound; what is loaded by then is taken for enough. */
const patienceMs = 4000;

/** One audio element, and the track that it holds. */
export class Deck {
  readonly element = document.createElement('audio');
  trackId: string | null = null;
  #primedAtSec: number | null = null;
  #turn = 0;

  constructor() {
    this.element.preload = 'auto';
    this.element.hidden = true;
    document.body.append(this.element);
  }

  /** Ready to sound at once, from there. */
  isPrimed(trackId: string, positionSec: number): boolean {
    return this.trackId === trackId && this.#primedAtSec === positionSec;
  }

  /**
   * Loads the track and goes to the position. Held until `play()`.
   * @param fetchTrack asked for the bytes when it does not hold the track yet
   * @returns false when a later call took over, or there are no bytes
   * @throws when the element cannot play the file
   */
  async prime(trackId: string, fetchTrack: () => Promise<Blob | null>, positionSec: number): Promise<boolean> {
    const turn = ++this.#turn;
    const { element } = this;
    element.pause();
    this.#primedAtSec = null;
    if (this.trackId !== trackId) {
      const track = await fetchTrack();
      if (turn !== this.#turn || !track) return false;
      this.load(track);
      this.trackId = trackId;
    }
    await this.#until('loadedmetadata', () => element.readyState >= element.HAVE_METADATA);
    if (turn !== this.#turn) return false;
    const last = Number.isFinite(element.duration) ? Math.max(0, element.duration - endMarginSec) : positionSec;
    const target = Math.min(positionSec, last);
    if (Math.abs(element.currentTime - target) > 0.0005) element.currentTime = target;
    await this.#until('seeked', () => !element.seeking);
    await this.#until('canplay', () => element.readyState >= element.HAVE_FUTURE_DATA);
    if (turn !== this.#turn) return false;
    this.#primedAtSec = positionSec;
    return true;
  }

  /** Goes elsewhere in the same track, sounding or not. */
  seek(positionSec: number): void {
    this.#turn++;
    this.#primedAtSec = null;
    this.element.currentTime = positionSec;
  }

  /** It sounds now: where it was primed is past. */
  leave(): void {
    this.#turn++;
    this.#primedAtSec = null;
  }

  /** Takes the bytes as the element's source, in place of what it held. */
  load(track: Blob): void {
    const { element } = this;
    const before = element.src;
    element.src = URL.createObjectURL(track);
    if (before) URL.revokeObjectURL(before);
    this.trackId = null;
    this.#primedAtSec = null;
  }

  #until(event: string, holds: () => boolean): Promise<void> {
    const { element } = this;
    return new Promise((resolve, reject) => {
      const done = () => {
        if (!element.error && !holds()) return;
        clearTimeout(timer);
        element.removeEventListener(event, done);
        element.removeEventListener('error', done);
        element.error ? reject(element.error) : resolve();
      };
      const timer = setTimeout(() => {
        element.removeEventListener(event, done);
        element.removeEventListener('error', done);
        resolve();
      }, patienceMs);
      element.addEventListener(event, done);
      element.addEventListener('error', done);
      done();
    });
  }
}
