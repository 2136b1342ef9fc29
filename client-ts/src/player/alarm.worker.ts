/** What the page wants: to be told the `id` after `ms`. */
export interface Order {
  id: number;
  ms: number;
}

addEventListener('message', ({ data: { id, ms } }: MessageEvent<Order>) => setTimeout(() => postMessage(id), ms));
