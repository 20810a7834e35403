import type pg from 'pg';
import { AppError } from '../errors.js';
import type { RequestScope } from '../observability/request-scope.js';
import { ConnectionPool, type PoolOptions } from './connection-pool.js';
import { leavesConnectionUnknown, throwDatabaseError } from './database-error.js';
import type { Deadline } from './deadline.js';
import { patienceFor, type TimedQuery } from './patience.js';

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

export interface DatabaseOptions extends PoolOptions {
  /** Throws what an error of the driver means to whoever uses this pool. */
  readonly translate?: (error: unknown) => never;
}

/** Where the database is. One that is started again may be elsewhere. */
export type DatabaseLocation = string | (() => string);

/** Postgres as Spoor sees it: one pool, and what may be asked through it. */
export class Database {
  private readonly pool: ConnectionPool;
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
    this.pool = new ConnectionPool(() => this.connectionString, options);
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
    const client = await this.pool.checkOut().catch(this.translate);
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

  /** Connections that are open, those of them that nobody uses, and statements that wait for one. */
  get pooled(): ConnectionPool['counts'] {
    return this.pool.counts;
  }

  /** @returns a function that ends the listening */
  onStatement(listener: StatementListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Breaks every connection: whoever waits for a server that stands still gets an error. New ones are made as needed. */
  sever(): void {
    this.pool.sever();
  }

  close(): Promise<void> {
    return this.pool.close();
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
}

/** A commit that did not commit says so by its tag alone. */
async function commit(client: pg.PoolClient, patience: number): Promise<void> {
  const query: TimedQuery = { text: 'commit', query_timeout: patience };
  const { command } = await client.query(query);
  if (command !== 'COMMIT') throw new Error(`A transaction was not committed: PostgreSQL answered ${command}`);
}

/** What the database said, where an error of ours stands for that; most of ours come without. */
function causeOf(error: unknown): unknown {
  return error instanceof AppError ? (error.cause ?? error) : error;
}

const LOOK_UP = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

/** A server may have been told not to wait for its disk. What it promises beyond `on` (replicas) stays as it is. */
const FLUSHED =
  "select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'";
