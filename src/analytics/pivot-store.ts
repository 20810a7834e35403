import type { Database, Rows } from '../database/database.js';
import { ofHosts, type HostRestriction } from '../database/host-restriction.js';
import { join, raw, sql, type Sql } from '../database/sql.js';
import { fieldValue, joinsOf, type FieldValue } from '../search/field-value.js';
import { all } from '../search/filter.js';
import { byTextIndex } from '../search/text-index.js';
import { idsWithin, wholeDays, type TimeRange } from '../search/time-range.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import { LONGEST_COUNTED_VALUE, type CountedDimension } from '../storage/counted-dimension.js';
import { countedColumn } from './counted-rows.js';
import type { EventAnalytics } from './event-analytics.js';
import { countedFilter, type Pivot, type Way } from './pivots.js';

/** A value that events have in common. */
export interface PivotValue {
  /** By which the store knows it: the value itself, or a host's number. */
  readonly key: string;
  readonly value: string;
}

export interface PivotPage {
  readonly range: TimeRange;
  /** Part of the value, in either case. */
  readonly search?: string;
  /** Beginning of the value, in either case. */
  readonly startsWith?: string;
  /** Values between which the page lies, themselves left out. */
  readonly above?: string;
  readonly below?: string;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
}

/** When events have a value, and how many. */
export interface Sightings {
  /** Milliseconds since 1970; undefined when no event has it. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly count: number;
}

const NO_SIGHTINGS: Sightings = { first: undefined, last: undefined, count: 0 };

const HOUR = 3_600_000;

/** Lists what events have in common, and says when they have it. */
export class PivotStore {
  constructor(
    private readonly database: Database,
    private readonly analytics: EventAnalytics,
    private readonly plans: StoragePlans,
    private readonly hosts?: HostRestriction,
  ) {}

  /**
   * A page of values, in the order of their bytes. They are read from the counts of the range's hours, or from the
   * snapshots of its days, which are fewer than events.
   */
  async page(pivot: Pivot, page: PivotPage): Promise<PivotValue[]> {
    const { search, startsWith, above, below, direction, limit } = page;
    const values = this.isCounted(pivot)
      ? this.countedValues(pivot.counted, page.range)
      : this.fieldValues(pivot, page.range);
    const value = sql`v.value collate "C"`;
    const conditions = [
      sql`v.value is not null`,
      ...(search ? [sql`strpos(lower(v.value), lower(${search})) > 0`] : []),
      ...(startsWith ? [sql`starts_with(lower(v.value), lower(${startsWith}))`] : []),
      ...(above === undefined ? [] : [sql`${value} > ${above}`]),
      ...(below === undefined ? [] : [sql`${value} < ${below}`]),
    ];
    const rows = await this.run(
      sql`select distinct v.key, ${value} as value from (${values}) v where ${join(conditions, ' and ')}
           order by 2 ${raw(direction)} limit ${limit}`,
    );
    return rows.map((row) => ({ key: row['key'] as string, value: row['value'] as string }));
  }

  /** For all keys in one go, in their order. */
  async sightings(pivot: Pivot, keys: readonly string[], range: TimeRange): Promise<Sightings[]> {
    const found = this.isCounted(pivot)
      ? await this.countedSightings(pivot, pivot.counted, keys, range)
      : await this.joinedSightings(pivot, keys, range);
    return keys.map((key) => found.get(key) ?? NO_SIGHTINGS);
  }

  /** What is counted is counted over all hosts together, but for the hosts themselves. */
  private isCounted(pivot: Pivot): pivot is Pivot & { readonly counted: CountedDimension } {
    return pivot.counted !== undefined && (this.hosts === undefined || pivot.counted === 'HOST');
  }

  /** The values where they stand: several ways may end in one column. */
  private fieldValues({ ways }: Pivot, range: TimeRange): Sql {
    const selects = new Map<string, Sql>();
    for (const way of ways) {
      const { value: stored, place, isList } = fieldValue(this.plans, way.path);
      const alias = raw(place.alias);
      const items = isList ? sql`cross join lateral unnest(${stored}) as item (value)` : raw('');
      const value = isList ? sql`item.value` : folded(way, stored);
      const within = idsWithin(sql`${alias}.id`, wholeDays(range));
      const select = sql`select ${value} as key, ${value} as value from ${raw(place.table)} ${alias} ${items}
                          where ${join([sql`${stored} is not null`, within, ...ofHosts(this.hosts, sql`${alias}.host_id`)], ' and ')}`;
      selects.set(`${place.table} ${stored.sql.replaceAll(`${place.alias}.`, '')}`, select);
    }
    return join([...selects.values()], ' union all ');
  }

  /** Hosts by name, the key is their number. A value that is too long to be counted whole leads nowhere, and is left out. */
  private countedValues(dimension: CountedDimension, { from, to }: TimeRange): Sql {
    const conditions = [
      sql`c.dimension = ${dimension}::counted_dimension and length(c.value) <= ${LONGEST_COUNTED_VALUE}`,
      ...(from === undefined ? [] : [sql`c.hour >= ${Math.floor(from / HOUR)}`]),
      ...(to === undefined ? [] : [sql`c.hour < ${Math.ceil(to / HOUR)}`]),
    ];
    const values = sql`select distinct c.value from event_count c where ${join(conditions, ' and ')}`;
    const known = [sql`h.id::text in (${values})`, ...ofHosts(this.hosts, sql`h.id`)];
    return dimension === 'HOST'
      ? sql`select h.id::text as key, h.name as value from host h where ${join(known, ' and ')}`
      : sql`select c.value as key, c.value from (${values}) c`;
  }

  /** How many, ingest has counted; when, the index by value and id says. */
  private async countedSightings(
    pivot: Pivot,
    dimension: CountedDimension,
    keys: readonly string[],
    range: TimeRange,
  ): Promise<Map<string, Sightings>> {
    const filter = all([{ kind: 'time', ...range }, countedFilter(pivot, keys)]);
    const counts = await this.analytics.countByValue(filter, dimension);
    const column = dimension === 'HOST' ? sql`e.host_id = k.key::int` : sql`${countedColumn(dimension)} = k.key`;
    const end = (direction: 'asc' | 'desc'): Sql =>
      sql`(select spoor_time(e.id) from event e where ${join([column, ...this.within(range)], ' and ')}
            order by e.id ${raw(direction)} limit 1)::text`;
    const rows = await this.run(
      sql`select k.key, ${end('asc')} as first, ${end('desc')} as last from unnest(${[...keys]}::text[]) as k (key)`,
    );
    return new Map(rows.map((row) => [row['key'] as string, sightings(row, counts.get(row['key'] as string))]));
  }

  private async joinedSightings(
    { ways }: Pivot,
    keys: readonly string[],
    range: TimeRange,
  ): Promise<Map<string, Sightings>> {
    const seen = ways.map((way) => this.eventsOfWay(way, keys, range));
    // One event may have a value in several places, or several times in a list.
    const events = seen.length > 1 || ways[0]?.isList ? join(seen, ' union ') : (seen[0] as Sql);
    const rows = await this.run(
      sql`select e.value as key, min(e.time)::text as first, max(e.time)::text as last, count(*)::text as count
            from (select s.value, s.id, spoor_time(s.id) as time from (${events}) s) e group by e.value`,
    );
    return new Map(rows.map((row) => [row['key'] as string, sightings(row, Number(row['count']))]));
  }

  private eventsOfWay(way: Way, keys: readonly string[], range: TimeRange): Sql {
    const field = fieldValue(this.plans, way.path);
    const { value } = field;
    const from = sql`event e ${joinsOf(field, field.start, range, 'join')}`;
    const within = join(this.within(range), ' and ');
    if (field.isList) {
      return sql`select item.value, e.id from ${from} cross join lateral unnest(${value}) as item (value)
                  where ${within} and ${value} && ${[...keys]}::text[] and item.value = any(${[...keys]}::text[])`;
    }
    return sql`select ${folded(way, value)} as value, e.id from ${from}
                where ${within} and ${keyCondition(field, folded(way, value), value, keys)}`;
  }

  /** Of events of the range that exist for the asker. */
  private within(range: TimeRange): Sql[] {
    return [idsWithin(sql`e.id`, range), ...ofHosts(this.hosts, sql`e.host_id`)];
  }

  private run({ text, values }: Sql): Promise<Rows> {
    return this.database.query({ text, values });
  }
}

function folded({ foldsCase }: Way, value: Sql): Sql {
  return foldsCase ? sql`lower(${value})` : value;
}

function keyCondition(field: FieldValue, value: Sql, stored: Sql, keys: readonly string[]): Sql {
  const condition = sql`${value} = any(${[...keys]}::text[])`;
  return field.isTextIndexed ? byTextIndex(stored, keys, 'eq', condition) : condition;
}

function sightings(row: Readonly<Record<string, unknown>>, count = 0): Sightings {
  const { first, last } = row;
  return {
    first: typeof first === 'string' ? Number(first) : undefined,
    last: typeof last === 'string' ? Number(last) : undefined,
    count,
  };
}
