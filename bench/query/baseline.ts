import type pg from 'pg';
import { open } from './kept-database.js';
import { median } from '../median.js';

/** A question to the table of documents. */
export interface BaselineQuestion {
  /** What it does other than Spoor, where it does. */
  readonly note?: string;
  readonly text: string;
}

export interface BaselineTime {
  readonly note: string | undefined;
  /** Median milliseconds; undefined when no request came to its end in time. */
  readonly p50: number | undefined;
  /** Of each request that came to its end. */
  readonly rows: readonly number[];
}

/** Milliseconds after which a request is given up. */
export const BASELINE_TIMEOUT = 120_000;

/** A question is asked so often, or until so many milliseconds have passed: some take a minute. */
const REQUESTS = 50;
const PATIENCE = 60_000;

/** Asks the table of documents, by one client, without any server between: that is in the baseline's favour. */
export class Baseline {
  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<Baseline> {
    return new Baseline(
      await open(url, { statement_timeout: BASELINE_TIMEOUT, types: { getTypeParser: () => asText } }),
    );
  }

  /** @param values of one request each */
  async measure(question: BaselineQuestion, values: readonly (readonly unknown[])[]): Promise<BaselineTime> {
    const milliseconds: number[] = [];
    const rows: number[] = [];
    const start = performance.now();
    for (const one of values.slice(0, REQUESTS)) {
      const sent = performance.now();
      const count = await this.ask(question.text, one);
      if (count === undefined) break;
      milliseconds.push(performance.now() - sent);
      rows.push(count);
      if (performance.now() - start > PATIENCE) break;
    }
    const p50 = milliseconds.length ? median(milliseconds) : undefined;
    return { note: question.note, p50, rows };
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  /** @returns the number of rows, undefined when it took too long */
  private async ask(text: string, values: readonly unknown[]): Promise<number | undefined> {
    try {
      return (await this.client.query(text, [...values])).rows.length;
    } catch (error) {
      if ((error as { code?: string }).code === '57014') return undefined;
      throw error;
    }
  }
}

/** Documents are not parsed: nobody reads them here. */
function asText(value: string): string {
  return value;
}
