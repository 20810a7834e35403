import { posix } from 'node:path';
import type { EventRow } from './event-row.js';

/** What one playbook waits for: as it asks Spoor, and as the bench decides by itself. */
export interface FeedFilter {
  readonly variables: { readonly filter?: object; readonly where?: string };
  readonly matches: (row: EventRow) => boolean;
}

/** A way in which playbooks choose their events. */
interface Kind {
  /** What tells filters of this kind apart, of one that lets the event pass; not all of it there: there is none. */
  readonly key: (row: EventRow) => readonly (string | null)[];
  readonly filter: (first: string, second: string) => FeedFilter;
}

/** Share of all events that a filter lets pass: a playbook acts on little, but the bench is to see it act. */
const LEAST = 0.001;
const MOST = 0.015;

const KINDS: readonly Kind[] = [
  {
    key: ({ rule }) => [rule],
    filter: (rule) => ({
      variables: { filter: { agent: { rule_id: { eq: rule } } } },
      matches: (row) => row.rule === rule,
    }),
  },
  {
    key: ({ rule, host }) => [rule, host],
    filter: (rule, host) => ({
      variables: { filter: { agent: { rule_id: { eq: rule } }, host: { name: { eq: host } } } },
      matches: (row) => row.rule === rule && row.host === host,
    }),
  },
  {
    key: ({ name, path }) => [name, path === null ? null : folderOf(path)],
    filter: (name, folder) => ({
      variables: { filter: { evt: { name: { eq: name } }, file: { path: { startsWith: folder } } } },
      matches: (row) => row.name === name && row.path?.startsWith(folder) === true,
    }),
  },
  {
    key: ({ container }) => [container],
    filter: (container) => ({
      variables: { filter: { container: { id: { eq: container } } } },
      matches: (row) => row.container === container,
    }),
  },
  {
    key: ({ program }) => [program],
    filter: (program) => ({
      variables: { where: `process.file.path == ${JSON.stringify(program)}` },
      matches: (row) => row.program === program,
    }),
  },
];

/** As many different filters as asked for, of every kind the same number, from what the events have. */
export function feedFilters(rows: readonly EventRow[], count: number): FeedFilter[] {
  const each = Math.ceil(count / KINDS.length);
  const byKind = KINDS.map((kind) => spread(filtersOf(kind, rows), each));
  // In turns: whoever takes a few gets some of every kind.
  const filters = Array.from({ length: each }, (_, i) => byKind.flatMap((ofKind) => ofKind[i] ?? [])).flat();
  if (filters.length < count) throw new Error(`The events have only ${filters.length} filters in them, not ${count}`);
  return filters.slice(0, count);
}

/** How many of the events a filter lets pass, by itself, as a share. */
export function shareOf({ matches }: FeedFilter, rows: readonly EventRow[]): number {
  return rows.filter(matches).length / rows.length;
}

/** Those that let neither too little nor too much pass. */
function filtersOf({ key, filter }: Kind, rows: readonly EventRow[]): FeedFilter[] {
  const keys = new Map<string, readonly string[]>();
  for (const row of rows) {
    const parts = key(row);
    const found = parts.filter((part) => part !== null);
    if (found.length === parts.length) keys.set(found.join('\0'), found);
  }
  const filters = [...keys.values()].map(([first = '', second = '']) => filter(first, second));
  return filters.filter((each) => {
    const share = shareOf(each, rows);
    return share >= LEAST && share <= MOST;
  });
}

function spread<T>(all: readonly T[], count: number): T[] {
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor((i * all.length) / count)] as T);
}

/** With the slash at its end; of a path that is no path, none. */
function folderOf(path: string): string | null {
  const folder = posix.dirname(path);
  return path.startsWith('/') && folder !== '/' ? `${folder}/` : null;
}
