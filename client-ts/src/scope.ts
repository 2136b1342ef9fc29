/** Owns listeners and timers, so that one call ends them all. */
export interface Scope {
  on(target: EventTarget, type: string, listener: (event: Event) => void): void;
  /** Runs `run` once after `ms`, unless ended or cancelled before. Returns the cancel. */
  after(ms: number, run: () => void): () => void;
  /** Runs `run` every `ms`. */
  every(ms: number, run: () => void): void;
  /** Runs `run` when the scope ends. */
  onEnd(run: () => void): void;
  end(): void;
}

export function createScope(): Scope {
  const endings = new Set<() => void>();
  return {
    on(target, type, listener) {
      target.addEventListener(type, listener);
      endings.add(() => target.removeEventListener(type, listener));
    },
    after(ms, run) {
      const cancel = () => {
        clearTimeout(timer);
        endings.delete(cancel);
      };
      const timer = setTimeout(() => {
        endings.delete(cancel);
        run();
      }, ms);
      endings.add(cancel);
      return cancel;
    },
    every(ms, run) {
      const timer = setInterval(run, ms);
      endings.add(() => clearInterval(timer));
    },
    onEnd: (run) => void endings.add(run),
    end() {
      for (const ending of [...endings]) ending();
      endings.clear();
    },
  };
}
