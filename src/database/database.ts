import { Socket } from 'node:net';
import pg from 'pg';
import { AppError } from '../errors.js';
import type { RequestScope } from '../observability/request-scope.js';
import { databaseUnavailable, leavesConnectionUnknown, throwDatabaseError } from './database-error.js';
import type { Deadline } from './deadline.js';

/** A named statement: prepared once a connection. Without a name it is planned anew each time. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Hears of every statement after it ran: how many milliseconds it took, and for which request, where that is known. */
export type StatementListener = (statement: Statement, milliseconds: number, scope: RequestScope | undefined) => void;

/** One request, as far as the database has to know of it. */
export interface RequestLife {
  readonly deadline?: Deadline | undefined;
  readonly scope?: RequestScope | undefined;
}

export type Rows = readonly Readonly<Record<string, unknown>>[];

/** A connection in a transaction. */
export interface Transaction {
  query(statement: Statement): Promise<{ rows: Rows; count: number }>;
}

export interface DatabaseOptions {
  readonly connections: number;
  /** Milliseconds that one statement may take, unless its transaction says otherwise. */
  readonly statementTimeout: number;
  /** Milliseconds that getting a connection may take, a new one or one that others use. */
  readonly checkoutTimeout?: number;
  /** What `pg_stat_activity` calls the connections. */
  readonly applicationName?: string;
  /** Throws what an error of the driver means to whoever uses this pool. */
  readonly translate?: (error: unknown) => never;
}

/** Where the database is. One that is started again may be elsewhere. */
export type DatabaseLocation = string | (() => string);

/** Milliseconds past the server's own timeout after which a server that says nothing is given up. */
const SILENCE = 5_000;

const CHECKOUT_TIMEOUT = 15_000;

/** The longest that a timer can wait: for statements that may take as long as they like. */
const NEVER = 2 ** 31 - 1;

/** Postgres as Spoor sees it: one pool, and what may be asked through it. */
export class Database {
  private readonly pool: pg.Pool;
  private readonly sockets = new Set<Socket>();
  /** Of those who wait for a connection: each ends one's waiting. */
  private readonly waiting = new Set<() => void>();
  private readonly listeners = new Set<StatementListener>();
  private readonly life: RequestLife = {};
  private readonly translate: (error: unknown) => never;
  private readonly statementTimeout: number;

  constructor(
    private readonly location: DatabaseLocation,
    options: DatabaseOptions,
  ) {
    this.translate = options.translate ?? throwDatabaseError;
    this.statementTimeout = options.statementTimeout;
    this.pool = new pg.Pool({
      Client: clientAt(() => this.connectionString),
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

  /** Of the database as it is now. */
  get connectionString(): string {
    return typeof this.location === 'string' ? this.location : this.location();
  }

  /**
   * The same database, for one request: what it asks past its deadline throws `query.timeout`, and listeners hear which
   * request a statement was for.
   */
  under(life: RequestLife): Database {
    return Object.create(this, { life: { value: life } }) as Database;
  }

  async query(statement: Statement): Promise<Rows> {
    return this.onConnection(async (client) => (await this.run(client, statement)).rows);
  }

  /**
   * Runs `work` in a transaction: committed, and on disk, when it returns; rolled back when it throws.
   *
   * @param timeout milliseconds for each statement in place of the pool's limit; 0 is no limit
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, timeout: number): Promise<T> {
    return this.inTransaction(`set local statement_timeout = ${timeout}; ${FLUSHED}`, timeout, work);
  }

  /**
   * Runs a statement that finds its rows step by step through indexes, and never reads whole tables: of the partition of a
   * new day Postgres has no statistics yet, and guesses that reading it all, once a step, costs nothing.
   *
   * @param indexes how they may be read: row by row, or also as bitmaps, without which there is no use of GIN
   */
  lookUp(statement: Statement, indexes: 'plain' | 'bitmaps' = 'plain'): Promise<Rows> {
    const settings = indexes === 'plain' ? `${LOOK_UP}; set local enable_bitmapscan = off` : LOOK_UP;
    return this.inTransaction(settings, this.statementTimeout, async (transaction) => {
      return (await transaction.query(statement)).rows;
    });
  }

  private inTransaction<T>(
    settings: string,
    timeout: number,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const patience = patienceFor(timeout);
    return this.onConnection(async (client, onError) => {
      try {
        await client.query(`begin; ${settings}`);
        const result = await work({ query: (statement) => this.run(client, statement, patience) });
        await commit(client, patience);
        return result;
      } catch (error) {
        // What was given up may still run: a rollback would wait behind it.
        if (!leavesConnectionUnknown(causeOf(error))) await client.query('rollback').catch(onError);
        throw error;
      }
    });
  }

  /** @param work is given a way to say that the connection is of no use any more */
  private async onConnection<T>(
    work: (client: pg.PoolClient, onError: (error: Error) => void) => Promise<T>,
  ): Promise<T> {
    this.life.deadline?.check();
    const client = await this.checkOut().catch(this.translate);
    let broken: Error | undefined;
    const onError = (error: Error): void => void (broken ??= error);
    client.on('error', onError);
    try {
      // Waiting for a connection may have taken all the time there was.
      this.life.deadline?.check();
      return await work(client, onError);
    } catch (error) {
      if (leavesConnectionUnknown(causeOf(error))) onError(error as Error);
      return this.translate(broken ?? error);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  /** Waits for a connection, or until all connections are severed: behind those there is nothing to wait for either. */
  private async checkOut(): Promise<pg.PoolClient> {
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

  /** Connections that are open, those of them that nobody uses, and statements that wait for one. */
  get pooled(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.pool;
    return { total, idle, waiting };
  }

  /** @returns a function that ends the listening */
  onStatement(listener: StatementListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Breaks every connection: whoever waits for a server that stands still gets an error. New ones are made as needed. */
  sever(): void {
    for (const socket of this.sockets) socket.destroy();
    for (const giveUp of this.waiting) giveUp();
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async run(
    client: pg.PoolClient,
    statement: Statement,
    patience = patienceFor(this.statementTimeout),
  ): Promise<{ rows: Rows; count: number }> {
    const start = performance.now();
    try {
      const { name, text, values } = statement;
      const query: TimedQuery = { name, text, values: [...values], query_timeout: patience };
      const result = await client.query<Record<string, unknown>>(query);
      return { rows: result.rows, count: result.rowCount ?? 0 };
    } catch (error) {
      return this.translate(error);
    } finally {
      for (const listener of this.listeners) listener(statement, performance.now() - start, this.life.scope);
    }
  }

  private openSocket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}

/** The driver takes a limit for each query; its types do not know. */
type TimedQuery = pg.QueryConfig & { readonly query_timeout: number };

/** A commit that did not commit says so by its tag alone. */
async function commit(client: pg.PoolClient, patience: number): Promise<void> {
  const query: TimedQuery = { text: 'commit', query_timeout: patience };
  const { command } = await client.query(query);
  if (command !== 'COMMIT') throw new Error(`A transaction was not committed: PostgreSQL answered ${command}`);
}

function patienceFor(statementTimeout: number): number {
  return statementTimeout > 0 ? statementTimeout + SILENCE : NEVER;
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

/** What the database said, where an error of ours stands for that; most of ours come without. */
function causeOf(error: unknown): unknown {
  return error instanceof AppError ? (error.cause ?? error) : error;
}

const LOOK_UP = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

/** A server may have been told not to wait for its disk. What it promises beyond `on` (replicas) stays as it is. */
const FLUSHED =
  "select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'";
