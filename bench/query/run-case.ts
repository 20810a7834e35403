import { mkdirSync, writeFileSync } from 'node:fs';
import { Random } from '#spoor/simulator/random.js';
import type { Baseline, BaselineTime } from './baseline.js';
import { measureClients, measureInTurns, type Load } from './clients.js';
import { documentText } from './document-text.js';
import { GraphQLClient, type Endpoint } from './graphql-client.js';
import type { Latencies } from './latencies.js';
import type { BenchOptions } from './options.js';
import type { Drawn, QueryCase, Stored } from './query-case.js';
import type { ServerLog } from './server-log.js';

export interface CaseResult {
  readonly queryCase: QueryCase;
  readonly bodies: readonly Buffer[];
  readonly alone: Latencies;
  readonly crowded: Latencies;
  /** SQL statements of one request. */
  readonly statements: number;
  /** Bytes of an answer, in the mean of a few. */
  readonly bytes: number;
  /** Of its p95 to that of the case that its aim names. */
  readonly ratio: number | undefined;
  /** Undefined without an aim. */
  readonly reaches: boolean | undefined;
  readonly baseline: readonly BaselineTime[];
  /** Requests to which Spoor and the baseline answer with as many rows, of how many. */
  readonly agreeing: readonly [number, number];
}

export interface Bench extends Omit<Stored, 'random' | 'count'> {
  readonly server: Endpoint;
  readonly options: BenchOptions;
  readonly log: ServerLog;
  /** Undefined when it is not asked. */
  readonly baseline: Baseline | undefined;
}

/** Clients of the second measurement. */
export const CROWD = 16;

/** Different parameters of a case; more requests than that ask some again. */
const DRAWN = 400;

/** Where the plans of what misses its aim go. */
export const EXPLAIN_FOLDER = '.bench/query/explain';

/** A case that is meant to be no slower than another one is, within the noise of two equal measurements. */
const NOISE = 1.1;

/** @param earlier results, for an aim that names another case */
export async function runCase(queryCase: QueryCase, bench: Bench, earlier: readonly CaseResult[]): Promise<CaseResult> {
  const random = new Random(`bench ${queryCase.name} ${bench.stock.seed}`);
  const drawn = await queryCase.draw({ ...bench, random, count: DRAWN });
  if (!drawn.length) throw new Error(`Nothing is stored that ${queryCase.name} could ask for`);
  const bodies = requestBodies(queryCase, drawn);
  const { seconds, requests } = bench.options;
  const load = { server: bench.server, bodies, clients: 1, seconds, requests };

  const one = await measureClients(load);
  const many = await measureClients({ ...load, clients: CROWD });
  const [alone, crowded] = [one.latencies, many.latencies];
  const statements = await bench.log.statementsOfOne(bench.client, bodies);
  const other = otherOf(queryCase, earlier);
  const ratio = other && (await ratioTo(other, load));
  const timeouts = alone.timeouts + crowded.timeouts;
  const reaches = timeouts ? false : reachesAim(queryCase, alone, ratio);
  if (reaches === false) await explain(queryCase, bench, alone.timeouts < timeouts ? many.slowest : one.slowest);
  const bytes = await meanBytes(bench.client, bodies);
  const baseline = await askBaseline(queryCase, drawn, bench.baseline);
  const agreeing = await compareRows(queryCase, drawn, bench.client, baseline[0]);
  return { queryCase, bodies, alone, crowded, statements, bytes, ratio, reaches, baseline, agreeing };
}

function requestBodies({ document }: QueryCase, drawn: readonly Drawn[]): Buffer[] {
  const text = documentText(document);
  return drawn.map(({ variables }) => GraphQLClient.body(text, variables));
}

function otherOf({ aim }: QueryCase, earlier: readonly CaseResult[]): CaseResult | undefined {
  return aim?.kind === 'no slower than' ? earlier.find(({ queryCase }) => queryCase.name === aim.name) : undefined;
}

/** The p95 of a case to that of another, measured side by side. */
async function ratioTo(other: CaseResult, load: Load): Promise<number> {
  const [ours, theirs] = await measureInTurns(load, other.bodies);
  return ours.p95 / theirs.p95;
}

function reachesAim({ aim }: QueryCase, { p95 }: Latencies, ratio: number | undefined): boolean | undefined {
  if (aim?.kind === 'below') return p95 < aim.p95;
  return ratio === undefined ? undefined : ratio <= NOISE;
}

async function explain({ name }: QueryCase, { log, client }: Bench, bodies: readonly Buffer[]): Promise<void> {
  mkdirSync(EXPLAIN_FOLDER, { recursive: true });
  writeFileSync(`${EXPLAIN_FOLDER}/${name}.txt`, await log.explain(client, bodies));
}

async function meanBytes(client: GraphQLClient, bodies: readonly Buffer[]): Promise<number> {
  const some = bodies.slice(0, 20);
  let bytes = 0;
  for (const body of some) bytes += (await client.send(body)).body.length;
  return bytes / some.length;
}

async function askBaseline(
  { baseline }: QueryCase,
  drawn: readonly Drawn[],
  database: Baseline | undefined,
): Promise<BaselineTime[]> {
  const asked: BaselineTime[] = [];
  if (!database) return asked;
  for (const [i, question] of baseline.entries()) {
    const values = drawn.map((one) => one.baseline[i] ?? []);
    asked.push(await database.measure(question, values));
  }
  return asked;
}

/** Whether both understand the question alike: a filter that is passed over would be fast. */
async function compareRows(
  { document, rows }: QueryCase,
  drawn: readonly Drawn[],
  client: GraphQLClient,
  baseline: BaselineTime | undefined,
): Promise<[number, number]> {
  const text = documentText(document);
  const expected = baseline?.rows ?? [];
  let agreeing = 0;
  for (const [i, count] of expected.entries()) {
    const data = await client.ask<never>(text, drawn[i]?.variables ?? {}).catch(() => undefined);
    if (data !== undefined && rows(data) === count) agreeing++;
  }
  return [agreeing, expected.length];
}
