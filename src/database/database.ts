import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { AppError } from '../errors.js';
import { PrismaClient } from '../generated/prisma/client.js';
import type { RequestScope } from '../observability/request-scope.js';
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
  /** Milliseconds that one statement of a reader may take. */
  readonly statementTimeout: number;
}

/** Postgres as Spoor sees it: one pool, beneath Prisma's client and beneath our own SQL. */
export class Database {
  readonly prisma: PrismaClient;
  private readonly pool: pg.Pool;
  private readonly listeners = new Set<StatementListener>();
  private readonly life: RequestLife = {};

  constructor(
    readonly connectionString: string,
    options: DatabaseOptions,
  ) {
    this.pool = new pg.Pool({
      connectionString,
      max: options.connections,
      statement_timeout: options.statementTimeout,
      application_name: 'spoor',
    });
    // A connection that breaks while it idles is replaced by the pool; whoever uses one gets the error itself.
    this.pool.on('error', () => undefined);
    this.prisma = new PrismaClient({ adapter: new PrismaPg(this.pool) });
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
   * Runs `work` in a transaction: committed when it returns, rolled back when it throws.
   *
   * @param timeout milliseconds for each statement in place of the readers' limit
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, timeout: number): Promise<T> {
    return this.inTransaction(`set local statement_timeout = ${timeout}`, work);
  }

  /**
   * Runs a statement that finds its rows step by step through indexes, and never reads whole tables: of the partition of a
   * new day Postgres has no statistics yet, and guesses that reading it all, once a step, costs nothing.
   *
   * @param indexes how they may be read: row by row, or also as bitmaps, without which there is no use of GIN
   */
  lookUp(statement: Statement, indexes: 'plain' | 'bitmaps' = 'plain'): Promise<Rows> {
    const settings = indexes === 'plain' ? `${LOOK_UP}; set local enable_bitmapscan = off` : LOOK_UP;
    return this.inTransaction(settings, async (transaction) => (await transaction.query(statement)).rows);
  }

  private inTransaction<T>(settings: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.onConnection(async (client, onError) => {
      try {
        await client.query(`begin; ${settings}`);
        const result = await work({ query: (statement) => this.run(client, statement) });
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(onError);
        throw error;
      }
    });
  }

  /** @param work is given a way to say that the connection is of no use any more */
  private async onConnection<T>(
    work: (client: pg.PoolClient, onError: (error: Error) => void) => Promise<T>,
  ): Promise<T> {
    this.life.deadline?.check();
    const client = await this.pool.connect().catch(asAppError);
    let broken: Error | undefined;
    // Without a listener, a connection that breaks between two statements would end the process.
    const onError = (error: Error): void => void (broken ??= error);
    client.on('error', onError);
    try {
      // Waiting for a connection may have taken all the time there was.
      this.life.deadline?.check();
      return await work(client, onError);
    } catch (error) {
      return asAppError(broken ?? error);
    } finally {
      client.off('error', onError);
      client.release(broken);
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

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }

  private async run(client: pg.PoolClient, statement: Statement): Promise<{ rows: Rows; count: number }> {
    const start = performance.now();
    try {
      const { name, text, values } = statement;
      const result = await client.query<Record<string, unknown>>({ name, text, values: [...values] });
      return { rows: result.rows, count: result.rowCount ?? 0 };
    } catch (error) {
      return asAppError(error);
    } finally {
      for (const listener of this.listeners) listener(statement, performance.now() - start, this.life.scope);
    }
  }
}

const LOOK_UP = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

/** SQLSTATE of a statement that ran past its time. */
const CANCELED = '57014';

/** SQLSTATE classes 08 (connection), 57P (shutdown) and 53 (resources), and what sockets say. */
const UNAVAILABLE = /^(08...|57P..|53...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;

function asAppError(error: unknown): never {
  const { code, message } = error as { code?: string; message?: string };
  if (code === CANCELED) {
    const sentence = 'The query took too long (SPOOR_STATEMENT_TIMEOUT); narrow its time range or its filter';
    throw new AppError('query.timeout', sentence, { cause: error });
  }
  if (
    UNAVAILABLE.test(code ?? '') ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(message ?? '')
  ) {
    const sentence = 'The database does not answer; try again in a few seconds';
    throw new AppError('database.unavailable', sentence, { retryable: true, cause: error });
  }
  throw error;
}
