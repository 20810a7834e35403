import { all, any, inside, type Filter } from '../search/filter.js';
import type { CountedDimension } from '../storage/counted-dimension.js';

/** Something that events have in common, by which an analyst goes from one of them to the others. */
export interface Pivot {
  /** In cursors, and to tell one from another. */
  readonly name: string;
  /** Where in an event its values stand: keys of the JSON. An event belongs to a value that stands in one of them. */
  readonly ways: readonly Way[];
  /** What ingest counts by it. */
  readonly counted?: CountedDimension;
}

export interface Way {
  readonly path: readonly string[];
  /** The field is a list, each of whose elements is a value. */
  readonly isList?: true;
  /** Upper and lower case are one: values are shown in lower case. */
  readonly foldsCase?: true;
  readonly isAddress?: true;
}

/** Values are hosts' numbers, which name them in every table. */
export const HOSTS: Pivot = { name: 'hosts', ways: [], counted: 'HOST' };

export const CONTAINERS: Pivot = { name: 'containers', ways: [{ path: ['container', 'id'] }] };

/** A file as the event's own, as what it was renamed or linked to, and as what a process runs. */
const FILES = [['file'], ['file', 'destination'], ['process', 'executable']] as const;

export const FILES_BY = {
  PATH: { name: 'files by path', ways: FILES.map((file) => ({ path: [...file, 'path'] })) },
  HASH: { name: 'files by hash', ways: FILES.map((file) => ({ path: [...file, 'hashes'], isList: true })) },
  PACKAGE: { name: 'files by package', ways: FILES.map((file) => ({ path: [...file, 'package_name'] })) },
} as const satisfies Readonly<Record<string, Pivot>>;

export type FileKey = keyof typeof FILES_BY;

export const NETWORK_ENDPOINTS: Pivot = {
  name: 'networkEndpoints',
  ways: [
    { path: ['network', 'destination', 'ip'], isAddress: true },
    { path: ['network', 'source', 'ip'], isAddress: true },
  ],
};

export const DNS_NAMES: Pivot = { name: 'dnsNames', ways: [{ path: ['dns', 'question', 'name'], foldsCase: true }] };

export const USERS: Pivot = { name: 'users', ways: [{ path: ['process', 'user'] }] };

export const RULES: Pivot = {
  name: 'rules',
  ways: [{ path: ['agent', 'rule_id'] }],
  counted: 'RULE',
};

/** The events that belong to a value. */
export function pivotFilter(pivot: Pivot, key: string): Filter {
  return pivot === HOSTS ? { kind: 'hostId', ids: [Number(key)] } : any(pivot.ways.map((way) => wayFilter(way, [key])));
}

/** The events that belong to one of some values, for a pivot that ingest counts by. */
export function countedFilter(pivot: Pivot, keys: readonly string[]): Filter {
  return pivot === HOSTS
    ? { kind: 'hostId', ids: keys.map(Number) }
    : all(pivot.ways.map((way) => wayFilter(way, keys)));
}

function wayFilter({ path, isList, foldsCase, isAddress }: Way, values: readonly string[]): Filter {
  const [outer, key] = [path.slice(0, -1), path.at(-1) as string];
  const test = isAddress
    ? ({ operator: 'within', networks: values } as const)
    : ({ operator: 'in', values, ...(foldsCase && { ignoreCase: true }) } as const);
  return inside(
    outer,
    isList ? { kind: 'some', key, filter: { kind: 'element', test } } : { kind: 'value', key, test },
  );
}
