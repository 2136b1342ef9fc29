/** Connects those who tell something with those who want to know: neither has to know the other. */
export interface Emitter<Handlers extends object> {
  /** Calls what listens, in the order in which it came. */
  readonly emit: Handlers;
  on(handlers: Partial<Handlers>): void;
}

/** @typeParam Handlers what can be told, as functions that return nothing */
export function createEmitter<Handlers extends object>(): Emitter<Handlers> {
  const listening: Partial<Handlers>[] = [];
  const tell =
    (name: keyof Handlers) =>
    (...args: unknown[]) => {
      for (const handlers of listening) (handlers[name] as ((...args: unknown[]) => void) | undefined)?.(...args);
    };
  return {
    emit: new Proxy({} as Handlers, { get: (_, name) => tell(name as keyof Handlers) }),
    on: (handlers) => void listening.push(handlers),
  };
}
