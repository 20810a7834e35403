import { quoteIdentifier } from '../database/identifier.js';
import { join, raw, sql, type Sql } from '../database/sql.js';
import { ROOT } from '../event-format/merged-format.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import type { DailyTable } from '../storage/table-catalog.js';
import { literal, member, RowScope, JsonScope, type Place, type Scope, type Target } from './scope.js';
import { INDEXED_PAYLOAD_PATHS, isTextIndexed } from './text-index.js';
import { idsWithin, wholeDays, type TimeRange } from './time-range.js';

/**
 * The way from `event e` to the text of one of its fields.
 *
 * It *starts* with an expression on the event and goes over *hops* to rows of other tables. What the start leads to is
 * the same for all events with the same start: events can be grouped by it before anything is joined.
 */
export interface FieldValue {
  /** On the event: the id of the first hop's row, or the value itself where there are no hops. */
  readonly start: Sql;
  readonly hops: readonly Hop[];
  /** The value, on the row of the last hop. */
  readonly value: Sql;
  /** Where the value stands: the last hop, or the event. */
  readonly place: Hop;
  /** Whether the field is a list, so that an event has any number of values. */
  readonly isList: boolean;
  /** Whether there is an index on its beginning in lower case (`byTextIndex`). */
  readonly isTextIndexed: boolean;
}

/** A row of a snapshot table. */
export interface Hop {
  readonly table: DailyTable;
  readonly alias: string;
  /** On the row before. */
  readonly id: Sql;
}

const EVENT: Hop = { table: 'event', alias: 'e', id: sql`e.id` };

/**
 * Finds where a field of the mirror is stored.
 *
 * @param path keys of the JSON, from the event down; only the last may be a list
 */
export function fieldValue(plans: StoragePlans, path: readonly string[]): FieldValue {
  const walk = new Walk(plans);
  const places = path.map((key) => walk.step(key));
  const end = valueAt(places.at(-1) as Place, path);
  const start = walk.hops[0]?.id ?? end.value;
  return { start, hops: walk.hops, place: walk.hops.at(-1) ?? EVENT, ...end };
}

/**
 * The joins of a way from its start. Snapshots lie in the day of their event, so other days are left out.
 *
 * @param start an expression with the value of the field's start; without hops, it is the value
 */
export function joinsOf({ hops }: FieldValue, start: Sql, range: TimeRange, kind: 'left join' | 'join'): Sql {
  const joins = hops.map(({ table, alias, id }, i) => {
    const own = sql`${raw(alias)}.id`;
    const on = sql`${own} = ${i ? id : start} and ${idsWithin(own, wholeDays(range))}`;
    return sql`${raw(kind)} ${raw(quoteIdentifier(table))} ${raw(alias)} on ${on}`;
  });
  return joins.length ? join(joins, ' ') : raw('');
}

/** Goes down from the event, key by key, and notes the rows of other tables on the way. */
class Walk {
  readonly hops: Hop[] = [];
  private scope: Scope;

  constructor(plans: StoragePlans) {
    this.scope = new RowScope(plans, 'event', EVENT.alias, plans.planFor(ROOT, 'event'), sql`e.payload`);
  }

  step(key: string): Place {
    const place = this.rowWith(key).place(key);
    if (place.kind === 'object') this.scope = place.scope;
    if (place.kind === 'reference') this.hop(place.column, place.target);
    if (place.kind === 'json') this.scope = new JsonScope(member(place.object, place.key));
    return place;
  }

  private rowWith(key: string): RowScope | JsonScope {
    while (this.scope.kind === 'wide') {
      const { own, ownKeys, baseId, base } = this.scope;
      if (ownKeys.has(key)) return own;
      this.hop(baseId, base);
    }
    return this.scope;
  }

  private hop(id: Sql, target: Target): void {
    const alias = `v${this.hops.length}`;
    this.hops.push({ table: target.table, alias, id });
    this.scope = target.scope(alias);
  }
}

function valueAt(place: Place, path: readonly string[]): Pick<FieldValue, 'value' | 'isList' | 'isTextIndexed'> {
  switch (place.kind) {
    case 'column': {
      const isIndexed = isTextIndexed(place.table, place.column);
      return { value: textOf(place.sql, place.type), isList: place.type === '_text', isTextIndexed: isIndexed };
    }
    case 'json': {
      const value = sql`(${place.object} ->> ${raw(literal(place.key))})`;
      return { value, isList: false, isTextIndexed: INDEXED_PAYLOAD_PATHS.includes(path.join('.')) };
    }
    default:
      throw new Error(`${path.join('.')} has no single value; take a field inside of it`);
  }
}

function textOf(column: Sql, type: string): Sql {
  if (type === 'inet') return sql`host(${column})`;
  return type === 'text' || type === '_text' ? column : sql`${column}::text`;
}
