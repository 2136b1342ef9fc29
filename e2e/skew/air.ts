import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The way from the server to one phone: a TCP proxy that delays what the server says, chunk by chunk, and never reorders. */
export class Air {
  /** How long the next chunk takes, in ms. */
  delayMs: () => number = () => 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open(serverPort: number): Promise<Air> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const air = new Air(server, (server.address() as AddressInfo).port);
    server.on('connection', (phone) => air.#carry(phone, connect({ port: serverPort, host: '127.0.0.1', noDelay: true })));
    return air;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #carry(phone: Socket, upstream: Socket) {
    for (const socket of [phone, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
    }
    phone.pipe(upstream);
    let lastMs = 0;
    const later = (run: () => void) => {
      lastMs = Math.max(lastMs, performance.now() + this.delayMs());
      const leftMs = lastMs - performance.now();
      if (leftMs <= 0) run();
      else setTimeout(run, leftMs);
    };
    upstream.on('data', (chunk) => later(() => phone.write(chunk)));
    upstream.on('close', () => later(() => phone.destroy()));
    phone.on('close', () => upstream.destroy());
  }
}
