import type { Database, Rows } from '../database/database.js';
import { ofHosts } from '../database/host-restriction.js';
import { raw, sql, type Sql } from '../database/sql.js';
import { AppError } from '../errors.js';
import type { EventSearch } from '../search/event-search.js';
import { all, type Filter } from '../search/filter.js';
import type { FieldValue } from '../search/field-value.js';
import { timeRange, type TimeRange } from '../search/time-range.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import { bucketsOf } from './buckets.js';
import { countedRows, pieces, type Counts, type Piece } from './counted-rows.js';
import { countedSelection, isCounted, type CountedSelection } from './counted-selection.js';
import { dimension, type DimensionName } from './dimensions.js';
import { dimensionValue, matchingEvents, totalRows, valueRows } from './event-rows.js';
import { facetsQuery, readFacets, type Facet } from './facets.js';
import { fillBuckets, histogramQuery, unionAll, type HistogramBucket, type ValueCount } from './histogram.js';

export interface Count {
  readonly value: number;
  readonly precision: CountPrecision;
}

export type CountPrecision = 'EXACT' | 'AT_LEAST' | 'ESTIMATED';

export interface HistogramOptions {
  /** Milliseconds. */
  readonly interval: number;
  readonly groupBy?: DimensionName;
  readonly top: number;
}

export interface AnalyticsOptions {
  /** Whether to answer from what ingest has counted, where that is enough. Tests compare both ways. */
  readonly useCounts?: boolean;
  /** Events that are counted one by one; more are "at least" so many. */
  readonly countLimit?: number;
}

export const MOST_VALUES = 1000;

export const MOST_DIMENSIONS = 20;

/** Buckets times groups: what an answer may hold. */
const MOST_GROUPS = 200_000;

const COUNT_LIMIT = 100_000;

/** Counts events: from what ingest has counted where that is enough, from the events otherwise. */
export class EventAnalytics {
  private readonly useCounts: boolean;
  private readonly countLimit: number;

  constructor(
    private readonly database: Database,
    private readonly search: EventSearch,
    private readonly plans: StoragePlans,
    { useCounts = true, countLimit = COUNT_LIMIT }: AnalyticsOptions = {},
  ) {
    this.useCounts = useCounts;
    this.countLimit = countLimit;
  }

  /** @throws AppError `input.invalid` */
  async histogram(given: Filter, { interval, groupBy, top }: HistogramOptions): Promise<HistogramBucket[]> {
    checkTop(top);
    const filter = this.search.visible(given);
    const range = await this.closedRange(timeRange(filter));
    if (!range) return [];
    const buckets = bucketsOf(interval, range.from, range.to);
    if (groupBy && buckets.count * top > MOST_GROUPS) throw tooManyGroups(buckets.count, top);
    if (!buckets.count) return [];
    const within = all([filter, { kind: 'time', ...range }]);
    const counts = await this.counts(within, interval, groupBy);
    const filled = fillBuckets(await this.run(histogramQuery(counts, top)), buckets, counts.missing);
    if (groupBy !== 'HOST') return filled;
    const names = await this.hostNames(filled.flatMap(({ groups }) => groups));
    return filled.map((bucket) => ({ ...bucket, groups: bucket.groups.map(names) }));
  }

  /** @throws AppError `input.invalid` */
  async facets(given: Filter, dimensions: readonly DimensionName[], top: number): Promise<Facet[]> {
    checkTop(top);
    checkDimensions(dimensions);
    const filter = this.search.visible(given);
    const range = timeRange(filter);
    const uncounted = dimensions.filter((name) => !this.counted(filter, name));
    const values = uncounted.map((name) => dimensionValue(this.plans, name));
    const matching = uncounted.length
      ? matchingEvents(await this.search.condition(filter), bucketOf(undefined), values)
      : undefined;
    const counts = await Promise.all(
      dimensions.map(async (name) => {
        const i = uncounted.indexOf(name);
        if (i < 0) return this.counts(filter, undefined, name);
        return { rows: valueRows(values[i] as FieldValue, i, range), missing: 'counted' as const };
      }),
    );
    const facets = readFacets(await this.run(facetsQuery(matching, counts, top)), dimensions, counts);
    const names = await this.hostNames(facets.flatMap((facet) => (facet.dimension === 'HOST' ? facet.values : [])));
    return facets.map((facet) => (facet.dimension === 'HOST' ? { ...facet, values: facet.values.map(names) } : facet));
  }

  /** Exact where ingest has counted; otherwise exact up to a limit, and "at least" beyond. */
  async count(given: Filter): Promise<Count> {
    const filter = this.search.visible(given);
    if (this.counted(filter, undefined)) {
      const { rows: counts } = await this.counts(filter, undefined, undefined);
      const [row] = await this.run(
        sql`select coalesce(sum(c.events), 0)::text as events from (${counts}) as c (bucket, is_total, value, events)`,
      );
      return { value: Number(row?.['events']), precision: 'EXACT' };
    }
    const condition = await this.search.condition(filter);
    const events = sql`select from event e where ${condition} limit ${this.countLimit + 1}`;
    const [row] = await this.run(sql`select count(*)::text as events from (${events}) e`);
    const value = Number(row?.['events']);
    return value > this.countLimit ? { value: this.countLimit, precision: 'AT_LEAST' } : { value, precision: 'EXACT' };
  }

  /** Events by each value of a dimension; of hosts by their numbers, of long values as they are counted. */
  async countByValue(given: Filter, groupBy: DimensionName): Promise<ReadonlyMap<string, number>> {
    const filter = this.search.visible(given);
    const { rows: counts } = await this.counts(filter, undefined, groupBy);
    const rows = await this.run(
      sql`select c.value, sum(c.events)::text as events from (${counts}) as c (bucket, is_total, value, events)
           where not c.is_total and c.value is not null group by c.value`,
    );
    return new Map(rows.map((row) => [row['value'] as string, Number(row['events'])]));
  }

  /** What ingest has counted of it, if that is enough. */
  private counted(filter: Filter, groupBy: DimensionName | undefined): CountedSelection | undefined {
    return this.useCounts && isCounted(filter, groupBy) ? countedSelection(filter) : undefined;
  }

  private async counts(
    filter: Filter,
    interval: number | undefined,
    groupBy: DimensionName | undefined,
  ): Promise<Counts> {
    const selection = this.counted(filter, groupBy);
    if (!selection) return { rows: await this.countsOfEvents(filter, interval, groupBy), missing: 'counted' };
    const { range } = selection;
    const parts = pieces(range, interval);
    const edges = await Promise.all(
      parts.events.map((edge) => this.countsOfEvents(within(filter, edge), interval, groupBy)),
    );
    const isCounted = parts.hours !== undefined || parts.minutes.length > 0;
    const counted = groupBy && dimension(groupBy).counted;
    const rows = isCounted ? [countedRows(selection, parts, counted, bucketOf(interval)), ...edges] : edges;
    return { rows: rows.length ? unionAll(rows) : NO_COUNTS, missing: counted ? 'rest' : 'counted' };
  }

  private async countsOfEvents(
    filter: Filter,
    interval: number | undefined,
    groupBy: DimensionName | undefined,
  ): Promise<Sql> {
    const values = groupBy ? [dimensionValue(this.plans, groupBy)] : [];
    const matching = matchingEvents(await this.search.condition(filter), bucketOf(interval), values);
    const rows = [totalRows(), ...values.map((value, i) => valueRows(value, i, timeRange(filter)))];
    return sql`with matching as materialized (${matching}) ${unionAll(rows)}`;
  }

  /** An end that is not given is that of what is stored; undefined when nothing is. */
  private async closedRange({ from, to }: TimeRange): Promise<Piece | undefined> {
    if (from !== undefined && to !== undefined) return { from, to };
    const [own] = ofHosts(this.search.hosts, sql`e.host_id`);
    const visible = own ? sql`where ${own}` : sql``;
    const [row] = await this.run(
      sql`select (select spoor_time(e.id) from event e ${visible} order by e.id limit 1)::text as first,
                 (select spoor_time(e.id) from event e ${visible} order by e.id desc limit 1)::text as last`,
    );
    if (row?.['first'] == null) return undefined;
    return { from: from ?? Number(row['first']), to: to ?? Number(row['last']) + 1 };
  }

  /** Events name a host by its number. */
  private async hostNames(values: readonly ValueCount[]): Promise<(value: ValueCount) => ValueCount> {
    const ids = [...new Set(values.map(({ value }) => Number(value)))];
    const rows = ids.length
      ? await this.run(sql`select h.id::text as id, h.name from host h where h.id = any(${ids}::int[])`)
      : [];
    const names = new Map(rows.map((row) => [row['id'] as string, row['name'] as string]));
    return ({ value, count }) => ({ value: names.get(value) ?? value, count });
  }

  private run({ text, values }: Sql): Promise<Rows> {
    return this.database.query({ text, values });
  }
}

const NO_COUNTS = sql`select 0::int8, true, null::text, 0::int8 where false`;

function within(filter: Filter, piece: Piece): Filter {
  return all([filter, { kind: 'time', ...piece }]);
}

/** Which bucket a time is in; without an interval they are all in one. */
function bucketOf(interval: number | undefined): (milliseconds: Sql) => Sql {
  return interval === undefined ? () => raw('0::int8') : (time) => sql`${time} / ${interval}::int8`;
}

function checkTop(top: number): void {
  if (top >= 1 && top <= MOST_VALUES) return;
  throw new AppError('input.invalid', `\`top\` is ${top}; it must be 1 to ${MOST_VALUES}`);
}

function checkDimensions(dimensions: readonly DimensionName[]): void {
  if (dimensions.length >= 1 && dimensions.length <= MOST_DIMENSIONS) return;
  throw new AppError(
    'input.invalid',
    `\`dimensions\` has ${dimensions.length} of them; it must have 1 to ${MOST_DIMENSIONS}, ask for others in another call`,
  );
}

function tooManyGroups(buckets: number, top: number): AppError {
  return new AppError(
    'input.invalid',
    `\`top\` is ${top} with ${buckets} buckets, which may be ${buckets * top} groups, and ${MOST_GROUPS} are the most; ` +
      'lower `top` or give a longer `interval`',
  );
}
