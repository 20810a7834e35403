import { Socket } from 'node:net';
import pg from 'pg';
import { databaseUnavailable } from './database-error.js';
import { patienceFor } from './patience.js';

export interface PoolOptions {
  readonly connections: number;
  /** Milliseconds that one statement may take, unless its transaction says otherwise. */
  readonly statementTimeout: number;
  /** Milliseconds that getting a connection may take, a new one or one that others use. */
  readonly checkoutTimeout?: number;
  /** What `pg_stat_activity` calls the connections. */
  readonly applicationName?: string;
}

const CHECKOUT_TIMEOUT = 15_000;

/** The driver's pool, whose connections can all be severed at once. */
export class ConnectionPool {
  private readonly pool: pg.Pool;
  private readonly sockets = new Set<Socket>();
  /** Of those who wait for a connection: each ends one's waiting. */
  private readonly waiting = new Set<() => void>();

  /** @param locate gives the connection string; a database that is started again may be elsewhere */
  constructor(locate: () => string, options: PoolOptions) {
    this.pool = new pg.Pool({
      Client: clientAt(locate),
      max: options.connections,
      statement_timeout: options.statementTimeout,
      query_timeout: patienceFor(options.statementTimeout),
      connectionTimeoutMillis: options.checkoutTimeout ?? CHECKOUT_TIMEOUT,
      keepAlive: true,
      stream: () => this.openSocket(),
      application_name: options.applicationName ?? 'spoor',
    });
    // A connection that breaks while it idles is replaced by the pool; whoever uses one gets the error itself.
    this.pool.on('error', () => undefined);
  }

  /** Waits for a connection, or until all connections are severed: behind those there is nothing to wait for either. */
  async checkOut(): Promise<pg.PoolClient> {
    const connected = this.pool.connect();
    let giveUp: () => void = () => undefined;
    const severed = new Promise<never>((_resolve, reject) => (giveUp = () => reject(databaseUnavailable())));
    this.waiting.add(giveUp);
    try {
      return await Promise.race([connected, severed]);
    } catch (error) {
      connected.then(
        (client) => client.release(),
        () => undefined,
      );
      throw error;
    } finally {
      this.waiting.delete(giveUp);
    }
  }

  get counts(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.pool;
    return { total, idle, waiting };
  }

  /** Breaks every connection: whoever waits for a server that stands still gets an error. New ones are made as needed. */
  sever(): void {
    for (const socket of this.sockets) socket.destroy();
    for (const giveUp of this.waiting) giveUp();
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private openSocket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}

/** The pool makes its clients with the options that it got at its start; where the database is may change meanwhile. */
function clientAt(locate: () => string): new () => pg.ClientBase {
  return class extends pg.Client {
    constructor(options?: pg.ClientConfig) {
      super({ ...options, connectionString: locate() });
      // The pool lets go of a connection before its next user takes hold. What the server says in between, that it shuts
      // down, would end the process; the user's first statement fails, too.
      this.on('error', () => undefined);
    }
  };
}
