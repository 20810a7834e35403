import { quoteIdentifier } from '../database/identifier.js';
import { firstId } from '../database/partitions.js';
import { join, raw, sql, type Sql } from '../database/sql.js';
import { ROOT } from '../event-format/merged-format.js';
import { entities, snapshotOf } from '../storage/entity.js';
import type { ReferenceField, StoragePlan, StoragePlans } from '../storage/storage-plan.js';
import type { DailyTable } from '../storage/table-catalog.js';
import { INDEXED_PAYLOAD_PATHS, isTextIndexed } from './text-index.js';
import type { TimeRange } from './time-range.js';

/**
 * The way from an event's row to the text of one of its fields.
 *
 * It *starts* with an expression on the event and goes over *hops* to rows of other tables. What the start leads to is
 * the same for all events with the same start: events can be grouped by it before anything is joined.
 */
export interface FieldValue {
  /** On the event, under this alias: the id of the first hop's row, or the value itself. */
  readonly start: (alias: Sql) => Sql;
  readonly hops: readonly Hop[];
  /** Whether the field is a list, so that an event has any number of values. */
  readonly isList: boolean;
  /** Whether there is an index on its beginning in lower case (`byTextIndex`). */
  readonly isTextIndexed: boolean;
  /** The table that its values stand in. */
  readonly table: DailyTable;
}

/** A step to the row with the id that the step before came to. */
export interface Hop {
  readonly table: DailyTable;
  /** What it comes to, on the row under this alias. */
  readonly next: (alias: Sql) => Sql;
}

/**
 * Finds where a field of the mirror is stored.
 *
 * @param path keys of the JSON, from the event down; of lists only the last may be one
 */
export function fieldValue(plans: StoragePlans, path: readonly string[]): FieldValue {
  const steps: Hop[] = [];
  let place: Place = { table: 'event', definition: ROOT, path };
  for (;;) {
    const { table }: Place = place;
    const step = stepFrom(plans, place);
    steps.push({ table, next: step.next });
    if (step.to) place = step.to;
    else {
      const [first, ...hops] = steps as [Hop, ...Hop[]];
      const { isList = false, isTextIndexed = false } = step;
      return { start: first.next, hops, isList, isTextIndexed, table };
    }
  }
}

/** The joins of a way and the value at its end. Snapshots lie in the day of their event, so other days are left out. */
export function joinedValue(
  { hops }: FieldValue,
  start: Sql,
  prefix: string,
  range: TimeRange,
  kind: 'left join' | 'join' = 'left join',
): { readonly joins: Sql; readonly value: Sql } {
  let value = start;
  const joins = hops.map(({ table, next }, i) => {
    const alias = raw(`${prefix}${i}`);
    const on = join([sql`${alias}.id = ${value}`, ...dayBounds(alias, range)], ' and ');
    value = next(alias);
    return sql`${raw(kind)} ${raw(quoteIdentifier(table))} ${alias} on ${on}`;
  });
  return { joins: joins.length ? join(joins, ' ') : raw(''), value };
}

const DAY = 86_400_000;

/** The ids that snapshots of events of a time range can have: theirs are those of midnight. */
export function dayBounds(alias: Sql, { from, to }: TimeRange): Sql[] {
  return [
    ...(from === undefined ? [] : [sql`${alias}.id >= ${firstId(from - (from % DAY))}::uuid`]),
    ...(to === undefined ? [] : [sql`${alias}.id < ${firstId(to)}::uuid`]),
  ];
}

/** A row, and the path from the object that it holds to the field. */
interface Place {
  readonly table: DailyTable;
  readonly definition: string;
  readonly path: readonly string[];
}

interface Step {
  readonly next: (alias: Sql) => Sql;
  readonly isList?: boolean;
  readonly isTextIndexed?: boolean;
  readonly to?: Place;
}

function stepFrom(plans: StoragePlans, { table, definition, path }: Place): Step {
  const base = entities[definition]?.base;
  const plan = plans.planFor(definition, table);
  if (base && snapshotOf(base).table !== table && !plan.keys.has(path[0] as string)) {
    const target = snapshotOf(base);
    return { next: columnOf(`${target.table}_id`), to: { ...target, path } };
  }
  return stepInside(plans, table, plan, path, []);
}

/** @param outer keys that led here inside the same row */
function stepInside(
  plans: StoragePlans,
  table: DailyTable,
  plan: StoragePlan,
  path: readonly string[],
  outer: readonly string[],
): Step {
  const [key, ...rest] = path as [string, ...string[]];
  const column = rest.length ? undefined : plan.columns.find((field) => field.key === key)?.column;
  if (column) return valueStep(table, column, plans.columnTypes(table).get(column));
  const reference = plan.references.find((field) => field.key === key);
  if (reference?.isList) throw new Error(`${path.join('.')} goes through a list, which has no single value`);
  const inner = reference ? reference.own : plan.inlines.find((field) => field.key === key);
  const staysInRow = inner && (!reference || reference.own?.keys.has(rest[0] as string));
  if (staysInRow) return stepInside(plans, table, inner.plan, rest, [...outer, key]);
  if (reference) return referenceStep(reference, rest);
  return restStep(table, [...outer, ...path]);
}

function referenceStep({ column, definition }: ReferenceField, path: readonly string[]): Step {
  return { next: columnOf(column), to: { ...snapshotOf(definition), path } };
}

function valueStep(table: DailyTable, column: string, type: string | undefined): Step {
  const value = columnOf(column);
  if (type === 'inet') return { next: (alias) => sql`host(${value(alias)})` };
  if (type === '_text') return { next: value, isList: true };
  if (type === 'text') return { next: value, isTextIndexed: isTextIndexed(table, column) };
  return { next: (alias) => sql`${value(alias)}::text` };
}

/** What has no column stays in the row's JSON. */
function restStep(table: DailyTable, path: readonly string[]): Step {
  const rest = columnOf(table === 'event' ? 'payload' : 'extra');
  const keys = path.map((key, i) => raw(`${i === path.length - 1 ? '->>' : '->'} '${key.replaceAll("'", "''")}'`));
  const isIndexed = table === 'event' && INDEXED_PAYLOAD_PATHS.includes(path.join('.'));
  return { next: (alias) => sql`(${rest(alias)} ${join(keys, ' ')})`, isTextIndexed: isIndexed };
}

function columnOf(name: string): (alias: Sql) => Sql {
  return (alias) => sql`${alias}.${raw(quoteIdentifier(name))}`;
}
