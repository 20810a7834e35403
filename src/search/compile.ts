import { quoteIdentifier } from '../database/identifier.js';
import { join, raw, sql, type Sql } from '../database/sql.js';
import { ROOT } from '../event-format/merged-format.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import type { DailyTable } from '../storage/table-catalog.js';
import { acknowledgedEvents, isAcknowledged } from './acknowledgement-sql.js';
import { eventNanoseconds, isEventBound, partBound } from './event-bound.js';
import type { Filter, InstanceRelation, Test } from './filter.js';
import { ancestorInstances, descendantInstances, openInstancesUnder } from './lineage-sql.js';
import { MANY, type LookUpAnswers } from './look-ups.js';
import { valueAlong } from './place-value.js';
import {
  envelopeTarget,
  JsonScope,
  member,
  RowScope,
  type Place,
  type Scope,
  type Target,
  type WideScope,
} from './scope.js';
import { sideOf } from './condition-side.js';
import { ownCondition } from './own-condition.js';
import { countOf, exists, isEmpty, isIndexedPath, joined, listExists, valueAt } from './place-condition.js';
import { COMPARISONS, jsonElement, ordered, parenthesized, testSql } from './test-sql.js';
import { idsWithin, wholeDays, type TimeRange } from './time-range.js';

/**
 * A filter as a condition about `event e`.
 *
 * Objects in other tables are looked up by `id in (select ...)`, each inside the days of the time range: Postgres is
 * free to start from the event or from what is looked for. What was looked up beforehand stands as a list of ids, of
 * which Postgres knows what to expect. Values are always parameters.
 *
 * @param range outside of which no event is asked for
 */
export function compile(filter: Filter, plans: StoragePlans, range: TimeRange, lookUps: LookUpAnswers): Sql {
  const event = new RowScope(plans, 'event', 'e', plans.planFor(ROOT, 'event'), sql`e.payload`);
  return new Compiler(wholeDays(range), lookUps).condition(filter, event);
}

class Compiler {
  /** Of subqueries, one inside the other: their aliases must differ. */
  private depth = 0;
  /** Conditions met so far that more rows pass than are worth listing. */
  private common = 0;
  /** Whether the rows that were looked for last can be found by an index on their lists. */
  private isListed = false;

  constructor(
    private readonly days: TimeRange,
    private readonly lookUps: LookUpAnswers,
  ) {}

  condition(filter: Filter, scope: Scope): Sql {
    if (scope.kind === 'wide') return this.ofWide(filter, scope);
    switch (filter.kind) {
      case 'all':
        return filter.filters.length ? this.together(filter.filters, scope, ' and ') : sql`true`;
      case 'any':
        return filter.filters.length ? this.together(filter.filters, scope, ' or ') : sql`false`;
      case 'not':
        return sql`((${this.condition(filter.filter, scope)}) is not true)`;
      case 'inside':
        return this.inside(scope, filter.key, filter.filter);
      case 'some':
        return this.some(scope, filter.key, filter.filter, filter.beyondEvent === true);
      case 'none':
        return sql`((${this.some(scope, filter.key, filter.filter, false)}) is not true)`;
      case 'every': {
        const exception = this.some(scope, filter.key, { kind: 'not', filter: filter.filter }, false);
        return sql`(${listExists(scope.place(filter.key))} and (${exception}) is not true)`;
      }
      case 'isEmpty':
        return isEmpty(scope.place(filter.key));
      case 'exists':
        return exists(scope.place(filter.key));
      case 'value':
        return testSql(valueAt(scope.place(filter.key), isIndexedPath(scope, filter.key)), filter.test);
      case 'element':
        return elementTest(scope, filter.test);
      case 'count':
        return ordered(countOf(scope.place(filter.key)), filter.comparison, filter.value);
      case 'joined':
        return testSql(joined(scope.place(filter.key), filter.separator), filter.test);
      case 'age': {
        const time = valueAt(scope.place(filter.key), false).integer;
        // Two times at opposite edges are further apart than an int8 can say.
        return ordered(sql`(${eventNanoseconds()}::numeric - ${time})`, filter.comparison, filter.nanoseconds);
      }
      case 'compare':
        return this.compare(filter, scope);
      case 'instance':
        return instanceCondition(rowOf(scope), filter.relation, filter.id);
      case 'envelope': {
        const event = rowOf(scope);
        return this.refersTo(event, event.sqlOf('envelope_id'), envelopeTarget(event.plans), filter.filter);
      }
      case 'acknowledgement': {
        const ids = this.lookUps.ask(acknowledgedEvents(filter, this.days));
        return isAcknowledged(filter, ids === MANY ? undefined : ids);
      }
      default:
        return ownCondition(filter);
    }
  }

  private together(filters: readonly Filter[], scope: Scope, separator: ' and ' | ' or '): Sql {
    return parenthesized(
      filters.map((filter) => this.condition(filter, scope)),
      separator,
    );
  }

  private inside(scope: RowScope | JsonScope, key: string, filter: Filter): Sql {
    const place = scope.place(key);
    switch (place.kind) {
      case 'reference':
        return this.refersTo(rowOf(scope), place.column, place.target, filter);
      case 'object':
        return sql`(${place.present} and ${this.condition(filter, place.scope)})`;
      case 'json': {
        const object = member(place.object, key);
        return sql`(jsonb_typeof(${object}) = 'object' and ${this.condition(filter, new JsonScope(sql`(${object})`))})`;
      }
      default:
        throw new Error(`A condition steps into ${key}, which is no object`);
    }
  }

  private compare({ left, right, comparison, type }: Extract<Filter, { kind: 'compare' }>, scope: Scope): Sql {
    const form = type === 'integer' ? 'exactInteger' : type;
    const [a, b] = [left, right].map((path) => valueAlong(path, scope, this.days)[form]) as [Sql, Sql];
    return sql`${a} ${raw(COMPARISONS[comparison])} ${b}`;
  }

  /** The row refers to one that passes. */
  private refersTo(row: RowScope, column: Sql, target: Target, filter: Filter): Sql {
    if (!isEventBound(filter)) return this.refersToAny(row, column, target, filter);
    const { bound, free } = partBound(filter);
    const conditions = [
      ...(free.length ? [this.refersToAny(row, column, target, { kind: 'all', filters: free })] : []),
      this.nested((alias) => {
        const condition = this.condition({ kind: 'all', filters: bound }, target.scope(alias));
        return sql`exists (select ${this.from(target.table, alias)} and ${raw(alias)}.id = ${column} and ${condition})`;
      }),
    ];
    return parenthesized(conditions, ' and ');
  }

  private refersToAny(row: RowScope, column: Sql, target: Target, filter: Filter): Sql {
    const passing = this.passing(target, filter);
    const ids = row.table === 'event' ? this.ask(passing) : undefined;
    if (!ids) return sql`${column} in (${passing.statement})`;
    return ids.length ? sql`${column} = any(${ids}::uuid[])` : sql`false`;
  }

  /**
   * What the condition inside still asks for has to be answered first. If one of its parts is common, so is it, most
   * likely: looking it up would be in vain.
   */
  private ask({ statement, isComplete, isCommon, isListed }: Passing): readonly string[] | undefined {
    const answer = isComplete && !isCommon ? this.lookUps.ask(statement, isListed) : undefined;
    if (answer === MANY) this.common++;
    return answer === MANY ? undefined : answer;
  }

  /** Selects the ids of the rows that pass, of the days in question. */
  private passing(target: Target, filter: Filter): Passing {
    const [{ pending }, common] = [this.lookUps, this.common];
    this.isListed = false;
    const statement = this.nested((alias) => {
      const condition = this.condition(filter, target.scope(alias));
      return sql`select ${raw(alias)}.id ${this.from(target.table, alias)} and ${condition}`;
    });
    const isListed = this.isListed && needsSomeOfList(filter);
    return { statement, isComplete: this.lookUps.pending === pending, isCommon: this.common > common, isListed };
  }

  private from(table: DailyTable, alias: string): Sql {
    return sql`from ${tableAs(table, alias)} where ${idsWithin(sql`${raw(alias)}.id`, this.days)}`;
  }

  private nested(write: (alias: string) => Sql): Sql {
    this.depth++;
    const text = write(`t${this.depth}`);
    this.depth--;
    return text;
  }

  private some(scope: RowScope | JsonScope, key: string, filter: Filter, beyondEvent: boolean): Sql {
    const place = scope.place(key);
    switch (place.kind) {
      case 'references': {
        const carried = this.someReference(rowOf(scope), place, filter);
        if (!beyondEvent || isEventBound(filter)) return carried;
        return this.orOpenUnder(carried, rowOf(scope), place.target, filter);
      }
      case 'column':
        return someText(place.sql, filter, (condition, element) => this.condition(condition, element));
      case 'json': {
        const list = member(place.object, key);
        const items = sql`case jsonb_typeof(${list}) when 'array' then ${list} end`;
        return this.nested((alias) => {
          const condition = this.condition(filter, new JsonScope(raw(`${alias}.value`)));
          return sql`exists (select from jsonb_array_elements(${items}) as ${raw(alias)} where ${condition})`;
        });
      }
      default:
        throw new Error(`A condition is about the elements of ${key}, which is no list`);
    }
  }

  /** Few ids are found by the index on the lists; of more, a list's own are looked up among them. */
  private someReference(row: RowScope, { column, target }: ReferenceList, filter: Filter): Sql {
    if (isEventBound(filter)) {
      return this.nested((alias) => {
        const condition = this.condition(filter, target.scope(alias));
        return sql`exists (select ${this.from(target.table, alias)} and ${raw(alias)}.id = any(${column}) and ${condition})`;
      });
    }
    const passing = this.passing(target, filter);
    const ids = this.ask(passing);
    if (!ids) return this.listsWith(row, column, passing.statement);
    if (!ids.length) return sql`false`;
    const days = [...groupByDay(ids).values()];
    this.isListed = days.every((some) => some.length <= FEW);
    if (!this.isListed) return sql`exists (select from unnest(${column}) as x(id) where x.id = any(${ids}::uuid[]))`;
    return sql`${row.sqlOf('id')} in (${join(
      days.map((some) => this.listsOfDay(row, column, some)),
      ' union all ',
    )})`;
  }

  /** Lists and what they name are of one day, so each day's few are asked for by themselves. */
  private listsOfDay(row: RowScope, column: Sql, ids: readonly string[]): Sql {
    return this.nested((alias) => {
      const id = raw(`${alias}.id`);
      const day = dayOf(ids[0] as string);
      const [from, to] = [`${day}-0000-0000-000000000000`, `${day}-ffff-ffff-ffffffffffff`];
      const within = sql`${id} >= ${from}::uuid and ${id} <= ${to}::uuid`;
      const table = tableAs(row.table, alias);
      return sql`select ${id} from ${table} where ${within} and ${listIn(row, column, alias)} && ${ids}::uuid[]`;
    });
  }

  /** Where the carried lineage stops short, the stored one goes on. Who stands above may have been seen on any day before. */
  private orOpenUnder(carried: Sql, context: RowScope, target: Target, filter: Filter): Sql {
    const anyDay = new Compiler(this.days.to === undefined ? {} : { to: this.days.to }, this.lookUps);
    const open = context.sqlOf('open_instance_id');
    // Most lineages are whole, and then there is nothing to walk.
    const ends = this.lookUps.ask(
      sql`select 1 as id ${this.from(context.table, 'o')} and o.open_instance_id is not null`,
    );
    if (ends === undefined || (ends !== MANY && !ends.length)) return carried;
    const statement = openInstancesUnder(anyDay.condition(filter, target.scope('p')), this.days);
    const ids = this.lookUps.ask(statement);
    if (ids === undefined || ids === MANY) return sql`(${carried} or ${open} in (${statement}))`;
    return ids.length ? sql`(${carried} or ${open} = any(${ids}::uuid[]))` : carried;
  }

  private listsWith(row: RowScope, column: Sql, passing: Sql): Sql {
    const lists = this.nested((alias) => {
      const list = listIn(row, column, alias);
      return sql`select ${raw(alias)}.id ${this.from(row.table, alias)} and exists (select from unnest(${list}) as x(id) where x.id in (${passing}))`;
    });
    return sql`${row.sqlOf('id')} in (${lists})`;
  }

  /** Parts the condition: what is about the base goes into one look-up, as far as its shape allows. */
  private ofWide(filter: Filter, scope: WideScope): Sql {
    const side = sideOf(filter, scope);
    if (side === 'own') return this.condition(filter, scope.own);
    if (side === 'base') return this.refersTo(scope.own, scope.baseId, scope.base, filter);
    if (filter.kind === 'not') return sql`((${this.ofWide(filter.filter, scope)}) is not true)`;
    if (filter.kind === 'compare') return this.compare(filter, scope);
    if (filter.kind !== 'all' && filter.kind !== 'any') throw new Error(`A ${filter.kind} is about one key only`);
    const base = filter.filters.filter((part) => sideOf(part, scope) === 'base');
    const others = filter.filters.filter((part) => sideOf(part, scope) !== 'base');
    const parts = base.length ? [...others, { kind: filter.kind, filters: base }] : others;
    return this.together(parts, scope, filter.kind === 'all' ? ' and ' : ' or ');
  }
}

/** Ids of a day that an index on lists is asked for: of more, the planner expects so much that it reads everything instead. */
const FEW = 400;

/** The same column in the row of another alias. */
function listIn(row: RowScope, column: Sql, alias: string): Sql {
  return raw(`${alias}.${column.sql.slice(row.alias.length + 1)}`);
}

function tableAs(table: DailyTable, alias: string): Sql {
  return raw(`${quoteIdentifier(table)} ${alias}`);
}

function groupByDay(ids: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const days = new Map<string, string[]>();
  for (const id of ids) {
    const some = days.get(dayOf(id));
    if (some) some.push(id);
    else days.set(dayOf(id), [id]);
  }
  return days;
}

/** The milliseconds of a snapshot's id: midnight of its day. */
function dayOf(id: string): string {
  return id.slice(0, 13);
}

type ReferenceList = Extract<Place, { kind: 'references' }>;

/** A statement for ids, whether all that it says is known, and whether a part of it is common. */
interface Passing {
  readonly statement: Sql;
  readonly isComplete: boolean;
  readonly isCommon: boolean;
  /** Whether its rows are found by an index on lists. */
  readonly isListed: boolean;
}

function needsSomeOfList(filter: Filter): boolean {
  return filter.kind === 'all' ? filter.filters.some(needsSomeOfList) : filter.kind === 'some';
}

function rowOf(scope: Scope): RowScope {
  if (scope.kind === 'row') return scope;
  throw new Error('A condition about rows stands where there is none');
}

/** A column of texts; an index answers for whole elements. */
function someText(list: Sql, filter: Filter, compileFor: (filter: Filter, scope: JsonScope) => Sql): Sql {
  if (filter.kind === 'element' && !('ignoreCase' in filter.test && filter.test.ignoreCase)) {
    const { test } = filter;
    if (test.operator === 'eq') return sql`${list} @> ${[String(test.value)]}::text[]`;
    if (test.operator === 'in') return sql`${list} && ${test.values.map(String)}::text[]`;
  }
  const condition = compileFor(filter, new JsonScope(sql`to_jsonb(y.value)`));
  return sql`exists (select from unnest(${list}) as y(value) where ${condition})`;
}

function elementTest(scope: RowScope | JsonScope, test: Test): Sql {
  if (scope.kind === 'json') return testSql(jsonElement(scope.object), test);
  throw new Error('A test of an element stands outside of a list');
}

function instanceCondition(process: RowScope, relation: InstanceRelation, id: string): Sql {
  const instance = process.sqlOf('instance_id');
  switch (relation) {
    case 'self':
      return sql`${instance} = ${id}::uuid`;
    case 'descendantOf':
      return sql`${instance} in (${descendantInstances(id)})`;
    case 'ancestorOf':
      return sql`${instance} in (${ancestorInstances(id)})`;
  }
}
