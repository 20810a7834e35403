import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between Spoor and its database, and can take the database away. */
export class CuttableProxy {
  private readonly connections = new Set<Socket>();
  private state: 'open' | 'cut' | 'stalled' = 'open';

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (socket) => this.accept(socket));
  }

  static async start(databaseUrl: string): Promise<CuttableProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CuttableProxy(server, new URL(databaseUrl));
  }

  /** The database by way of this proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Every connection breaks, and no new one is made: the database is gone. */
  cut(): void {
    this.state = 'cut';
    for (const socket of this.connections) socket.destroy();
  }

  /** Nothing goes through any more, but nothing breaks either: the database hangs. */
  stall(): void {
    this.state = 'stalled';
    for (const socket of this.connections) socket.pause();
  }

  restore(): void {
    this.state = 'open';
    for (const socket of this.connections) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.state === 'cut') return void client.destroy();
    const database = connect(Number(this.target.port || 5432), this.target.hostname);
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      this.connections.add(from);
      from.on('data', (bytes) => void to.write(bytes));
      from.on('error', () => undefined);
      from.on('close', () => {
        this.connections.delete(from);
        to.destroy();
      });
      if (this.state === 'stalled') from.pause();
    }
  }
}
