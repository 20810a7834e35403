import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { sum } from './draw.js';
import type { GraphQLClient } from './graphql-client.js';
import { open } from './kept-database.js';

/**
 * Settings that the server starts with, so that its log tells what it executes when asked to. Until then they cost
 * nothing: `auto_explain` does nothing before it has a least duration, and nothing is logged but errors.
 */
export const LOG_SETTINGS: Readonly<Record<string, string>> = {
  log_line_prefix: '%a|%p|',
  log_parameter_max_length: '0',
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_parameter_max_length': '500',
};

/** Milliseconds in which sessions hear of a changed setting, and the log is written. */
const A_MOMENT = 300;

/** Requests that are looked into. */
const SAMPLES = 5;

/** What the log says of one step of a statement, or of its plan as it ran: `EXPLAIN (ANALYZE, BUFFERS)`. */
interface Logged {
  readonly milliseconds: number;
  /** A statement without a name is planned when its values are bound. */
  readonly step: 'parse' | 'bind' | 'execute' | 'statement' | 'plan';
  readonly text: string;
}

interface Sample {
  /** Of the whole request, while all of this is logged. */
  readonly milliseconds: number;
  readonly logged: readonly Logged[];
  /** Statements that took too long: of these, PostgreSQL logs no plan. */
  readonly canceled: readonly string[];
}

/** What PostgreSQL itself says of the statements that Spoor sends: the server under test, as it is measured. */
export class ServerLog {
  private constructor(
    private readonly admin: pg.Client,
    private readonly file: string,
  ) {}

  /** @param file to which the embedded server writes */
  static async open(url: string, file: string): Promise<ServerLog> {
    const admin = await open(url);
    await admin.query(`load 'auto_explain'`);
    await admin.query('alter system reset all');
    return new ServerLog(admin, file);
  }

  async close(): Promise<void> {
    await this.admin.end();
  }

  /** How many statements one request sends, `begin` and `commit` counted: the most of a few requests. */
  async statementsOfOne(client: GraphQLClient, bodies: readonly Buffer[]): Promise<number> {
    return this.whileSet([`log_statement = 'all'`], async () => {
      const counts: number[] = [];
      for (const body of bodies.slice(0, SAMPLES)) {
        const entries = await this.during(() => client.send(body));
        counts.push(entries.filter((entry) => /^LOG: {2}(execute|statement)\b/.test(entry)).length);
      }
      return Math.max(...counts);
    });
  }

  /** Where the time of a few requests goes, and how PostgreSQL ran their slowest statement. */
  async explain(client: GraphQLClient, bodies: readonly Buffer[]): Promise<string> {
    return this.whileSet(['auto_explain.log_min_duration = 0', 'log_min_duration_statement = 0'], async () => {
      const samples: Sample[] = [];
      for (const body of bodies.slice(0, SAMPLES)) {
        let milliseconds = Number.NaN;
        const entries = await this.during(async () => ({ milliseconds } = await client.send(body)));
        samples.push({ milliseconds, logged: entries.flatMap(readLogged), canceled: entries.filter(isCanceled) });
      }
      return explanation(samples);
    });
  }

  private async whileSet<T>(settings: readonly string[], work: () => Promise<T>): Promise<T> {
    try {
      await this.apply(settings.map((setting) => `alter system set ${setting}`));
      return await work();
    } finally {
      await this.apply(['alter system reset all']);
    }
  }

  private async apply(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.admin.query(statement);
    await this.admin.query('select pg_reload_conf()');
    await setTimeout(A_MOMENT);
  }

  /** What Spoor's connections wrote to the log meanwhile, an entry each. */
  private async during(work: () => Promise<unknown>): Promise<string[]> {
    const from = statSync(this.file).size;
    await work();
    await setTimeout(A_MOMENT);
    return entriesOf(textFrom(this.file, from));
  }
}

/** An entry starts with the prefix; its other lines start with a tab. */
function entriesOf(text: string): string[] {
  const entries = text.split(/^(?=[^\t\n|]*\|\d+\|)/m).filter((entry) => entry.startsWith('spoor|'));
  return entries.map((entry) => entry.replace(/^spoor\|\d+\|/, ''));
}

function isCanceled(entry: string): boolean {
  return entry.startsWith('STATEMENT:');
}

function readLogged(text: string): Logged[] {
  const [, milliseconds, step] =
    /^LOG: {2}duration: ([\d.]+) ms {2}(parse|bind|execute|statement|plan)\b/.exec(text) ?? [];
  return step === undefined ? [] : [{ milliseconds: Number(milliseconds), step: step as Logged['step'], text }];
}

function textFrom(path: string, from: number): string {
  const length = statSync(path).size - from;
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, from));
  } finally {
    closeSync(file);
  }
}

function explanation(samples: readonly Sample[]): string {
  const plans = samples.flatMap(({ logged }) => logged.filter(({ step }) => step === 'plan'));
  const slowest = plans.sort((a, b) => b.milliseconds - a.milliseconds)[0];
  const [canceled] = samples.flatMap((sample) => sample.canceled);
  return [
    'The slowest requests again, one at a time, while PostgreSQL logs and explains every statement:',
    ...samples.map(summary),
    ...(canceled === undefined ? [] : ['\nA statement that was given up:', canceled]),
    '\nThe statement that executed longest:',
    slowest?.text ?? 'none',
  ].join('\n');
}

function summary({ milliseconds, logged }: Sample): string {
  const time = (...steps: Logged['step'][]): string =>
    sum(logged.map((one) => (steps.includes(one.step) ? one.milliseconds : 0))).toFixed(1);
  const spent = `parsing ${time('parse')}, planning ${time('bind')}, executing ${time('execute', 'statement')}`;
  return `${milliseconds.toFixed(1)} ms, of which PostgreSQL spent ${spent}`;
}
