import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Asked } from './messages.js';

/** A process with dashboards: each asks its questions one after the other, every few seconds. */
const [url = '', token = '', dashboards = '2', seconds = '5'] = process.argv.slice(2);

const read = (name: string): string =>
  readFileSync(new URL(`../../../bench/queries/${name}.graphql`, import.meta.url), 'utf8');

const QUESTIONS: readonly { readonly name: string; readonly query: string; readonly variables: () => object }[] = [
  { name: 'count', query: '{ eventCount { value } }', variables: () => ({}) },
  { name: 'histogram by rule', query: read('histogram-by-rule'), variables: () => ({ time: last(24 * 3600) }) },
  { name: 'newest page', query: [read('page'), read('listed')].join('\n'), variables: () => ({ after: null }) },
  { name: 'facets', query: read('facets'), variables: () => ({ time: last(60) }) },
];

const milliseconds: Record<string, number[]> = {};
const errors: Record<string, number> = {};
let isOver = false;

process.on('message', (message: 'start' | 'stop') => {
  isOver = message === 'stop';
  if (message !== 'start') return;
  const all = Array.from({ length: Number(dashboards) }, (_, i) => refresh(i));
  void Promise.all(all).then(() => process.send?.(take()));
});
process.send?.('ready');

async function refresh(offset: number): Promise<void> {
  await setTimeout((offset / Number(dashboards)) * Number(seconds) * 1000);
  while (!isOver) {
    const start = performance.now();
    for (const question of QUESTIONS) await ask(question);
    await setTimeout(Math.max(0, start + Number(seconds) * 1000 - performance.now()));
  }
}

async function ask({ name, query, variables }: (typeof QUESTIONS)[number]): Promise<void> {
  const start = performance.now();
  const problem = await problemOf(query, variables());
  (milliseconds[name] ??= []).push(performance.now() - start);
  if (problem !== undefined) errors[`${name}: ${problem}`] = (errors[`${name}: ${problem}`] ?? 0) + 1;
}

async function problemOf(query: string, variables: object): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { errors?: readonly { extensions?: { code?: string } }[] };
    return response.status === 200 ? answer.errors?.[0]?.extensions?.code : `status ${response.status}`;
  } catch {
    return 'broken connection';
  }
}

function last(lastSeconds: number): { gte: string; lt: string } {
  const now = Date.now();
  return { gte: new Date(now - lastSeconds * 1000).toISOString(), lt: new Date(now).toISOString() };
}

/** What was measured since the last time. */
function take(): Asked {
  const taken = { milliseconds: { ...milliseconds }, errors: { ...errors } };
  for (const name of Object.keys(milliseconds)) delete milliseconds[name];
  for (const name of Object.keys(errors)) delete errors[name];
  return taken;
}
