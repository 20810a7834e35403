import { sql, type Sql } from './sql.js';

/** Hosts by their numbers, as far as they are known by now: a host that is named gets its number when it first sends. */
export interface KnownHosts {
  readonly numbers: readonly number[];
}

/** The only hosts that exist for somebody; undefined for all. Every reader takes one, and keeps to it. */
export type HostRestriction = KnownHosts | undefined;

/** Whether a host exists for somebody. */
export function includesHost(restriction: HostRestriction, hostId: number): boolean {
  return restriction === undefined || restriction.numbers.includes(hostId);
}

/** The condition that a row is of one of these hosts, to stand in a list of conditions: none without a restriction. */
export function ofHosts(restriction: HostRestriction, column: Sql): Sql[] {
  return restriction === undefined ? [] : [sql`${column} = any(${[...restriction.numbers]}::int4[])`];
}
