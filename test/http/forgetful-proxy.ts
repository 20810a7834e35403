import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and Spoor, and now and then cuts the connection in place of passing on an answer. */
export class ForgetfulProxy {
  lost = 0;
  private answers = 0;
  private readonly connections = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly everyNth: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  /** @param everyNth of the answers is lost */
  static async start(url: string, everyNth: number): Promise<ForgetfulProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ForgetfulProxy(server, new URL(url), everyNth);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.connections) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    const spoor = connect(Number(this.target.port), this.target.hostname);
    client.on('data', (bytes) => void spoor.write(bytes));
    // Spoor answers after its commit, and an answer of the intake is one piece.
    spoor.on('data', (bytes) => {
      if (++this.answers % this.everyNth !== 0) return void client.write(bytes);
      this.lost++;
      client.destroy();
    });
    for (const [from, to] of [
      [client, spoor],
      [spoor, client],
    ] as const) {
      this.connections.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.connections.delete(from);
        to.destroy();
      });
    }
  }
}
