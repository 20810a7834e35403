import { BASELINE_TIMEOUT, type BaselineTime } from './baseline.js';
import { markdownTable } from './markdown-table.js';
import type { QueryCase } from './query-case.js';
import { CROWD, EXPLAIN_FOLDER, type CaseResult } from './run-case.js';

/** One line as soon as a case is done: the rest takes minutes. */
export function printResult({ queryCase, alone, crowded, statements, reaches, agreeing }: CaseResult): void {
  const times = `p95 ${figure(alone.p95)} ms, with ${CROWD} clients ${figure(crowded.p95)} ms`;
  const [agreed, compared] = agreeing;
  const agreement = compared ? `, ${agreed} of ${compared} answers as long as the baseline's` : '';
  const timeouts = alone.timeouts + crowded.timeouts;
  const gaveUp = timeouts ? `, ${timeouts} of ${alone.requests + crowded.requests} given up` : '';
  console.log(`${queryCase.name}: ${times}, ${statements} statements${gaveUp}${agreement}${verdict(reaches)}`);
}

/** The tables of `docs/benchmarks.md`. */
export function printTables(results: readonly CaseResult[]): void {
  console.log(`\n${spoorTable(results)}`);
  const compared = results.flatMap(({ queryCase, alone, baseline }) =>
    baseline.map((time) => baselineRow(queryCase, alone.p50, time)),
  );
  if (compared.length) {
    const head = ['p50 at 1 client, milliseconds', 'Spoor', 'table of documents', 'ratio'];
    console.log(`\n${markdownTable(head, compared)}`);
  }
  const missed = results.filter(({ reaches }) => reaches === false);
  for (const { queryCase } of missed) console.log(`\nMISS ${queryCase.name}: ${EXPLAIN_FOLDER}/${queryCase.name}.txt`);
}

function spoorTable(results: readonly CaseResult[]): string {
  const crowd = `${CROWD} clients: p50`;
  const head = ['milliseconds', 'p50', 'p95', 'p99', '/s', crowd, 'p95', 'p99', '/s', 'SQL', 'kB', 'aim, p95', ''];
  const rows = results.map(({ queryCase, alone, crowded, statements, bytes, ratio, reaches }) => [
    queryCase.title,
    ...[alone, crowded].flatMap(({ p50, p95, p99, perSecond }) => [p50, p95, p99, perSecond].map(figure)),
    String(statements),
    figure(bytes / 1000),
    aimText(queryCase, ratio),
    verdict(reaches).trim(),
  ]);
  return markdownTable(head, rows);
}

function baselineRow({ title }: QueryCase, spoor: number, { note, p50 }: BaselineTime): string[] {
  const name = note === undefined ? title : `… ${note}`;
  const ratio = (p50 ?? BASELINE_TIMEOUT) / spoor;
  const least = p50 === undefined ? '> ' : '';
  const time = Math.round(p50 ?? BASELINE_TIMEOUT);
  return [
    name,
    figure(spoor),
    `${least}${p50 === undefined ? grouped(time) : figure(p50)}`,
    `${least}${figure(ratio)} x`,
  ];
}

function aimText({ aim }: QueryCase, ratio: number | undefined): string {
  if (!aim) return '';
  if (aim.kind === 'below') return `< ${aim.p95}`;
  return ratio === undefined ? `as ${aim.name}` : `${ratio.toFixed(2)} x ${aim.name}`;
}

function verdict(reaches: boolean | undefined): string {
  return reaches === undefined ? '' : reaches ? ' PASS' : ' MISS';
}

/** Three digits that mean something. */
function figure(value: number): string {
  if (value >= 100) return grouped(Math.round(value));
  return value.toFixed(value >= 10 ? 0 : value >= 1 ? 1 : 2);
}

function grouped(value: number): string {
  return value.toLocaleString('en');
}
