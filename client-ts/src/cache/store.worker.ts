import { openStore } from './openStore';
import type { Store } from './store';

/** What the page wants of the store: one call of one of its functions. */
export interface Call {
  id: number;
  name: keyof Store;
  args: unknown[];
}

/** Errors come by name and message: not every browser can send a DOMException. */
export type Result = { id: number } & ({ value: unknown } | { error: { name: string; message: string } });

const store = openStore();

addEventListener('message', async ({ data: { id, name, args } }: MessageEvent<Call>) => {
  const tell = (result: Result) => postMessage(result);
  try {
    tell({ id, value: await (store[name] as (...args: unknown[]) => Promise<unknown>)(...args) });
  } catch (error) {
    const { name, message } = error instanceof Error || error instanceof DOMException ? error : new Error(String(error));
    tell({ id, error: { name, message } });
  }
});
