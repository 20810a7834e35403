import { raw, sql, type Sql } from '../database/sql.js';
import { quoteIdentifier } from '../database/identifier.js';
import { entities, snapshotOf } from '../storage/entity.js';
import {
  ownKeys,
  type ColumnField,
  type ReferenceField,
  type StoragePlan,
  type StoragePlans,
} from '../storage/storage-plan.js';
import type { DailyTable } from '../storage/table-catalog.js';

/** Where one value of an object stands in the database. */
export type Place =
  | ColumnPlace
  | { readonly kind: 'json'; readonly object: Sql; readonly key: string }
  /** An object in the same row. */
  | { readonly kind: 'object'; readonly present: Sql; readonly scope: Scope }
  /** An object in a row of another table, by id. */
  | { readonly kind: 'reference'; readonly column: Sql; readonly target: Target }
  /** Objects in rows of another table, by an array of ids. */
  | { readonly kind: 'references'; readonly column: Sql; readonly target: Target };

export interface ColumnPlace {
  readonly kind: 'column';
  readonly sql: Sql;
  readonly type: string;
  readonly table: DailyTable;
  readonly column: string;
  /** The value as it was sent, in jsonb, where the column does not say it exactly; NULL where it does. */
  readonly exact: Sql;
}

/** The rows that a reference points to. */
export interface Target {
  readonly table: DailyTable;
  scope(alias: string): Scope;
}

/** An object that a condition is about: says where its values stand. */
export type Scope = RowScope | JsonScope | WideScope;

/** An object whose values stand in one row: in columns, in rows it refers to, or in the row's rest. */
export class RowScope {
  readonly kind = 'row';

  /** @param rest jsonb of what has no column */
  constructor(
    readonly plans: StoragePlans,
    readonly table: DailyTable,
    readonly alias: string,
    readonly plan: Plan,
    readonly rest: Sql,
  ) {}

  place(key: string): Place {
    const column = this.plan.columns.find((field) => field.key === key);
    if (column) return this.column(column);
    const reference = this.plan.references.find((field) => field.key === key);
    if (reference) return this.reference(reference);
    const inline = this.plan.inlines.find((field) => field.key === key);
    if (inline) return this.inline(key, inline.plan);
    return { kind: 'json', object: this.rest, key };
  }

  sqlOf(column: string): Sql {
    return sql`${raw(this.alias)}.${raw(quoteIdentifier(column))}`;
  }

  private column({ key, column }: Column): Place {
    const type = this.plans.columnTypes(this.table).get(column) as string;
    const exact = member(this.rest, key);
    return { kind: 'column', sql: this.sqlOf(column), type, table: this.table, column, exact };
  }

  private inline(key: string, plan: Plan): Place {
    const scope = new RowScope(this.plans, this.table, this.alias, plan, member(this.rest, key));
    const columns = columnsOf(plan).map((column) => this.sqlOf(column).sql);
    const kept = sql`jsonb_typeof(${member(this.rest, key)}) = 'object'`;
    const present = sql`(num_nonnulls(${raw(columns.join(', '))}) > 0 or ${kept})`;
    return { kind: 'object', present, scope };
  }

  private reference({ key, column, definition, isList, own }: ReferenceField): Place {
    const target = targetOf(this.plans, definition);
    const id = this.sqlOf(column);
    if (isList) return { kind: 'references', column: id, target };
    const copies = this.table === 'event' ? SEARCH_COPIES[key] : undefined;
    const ownPlan = copies ? { columns: copies, references: [], inlines: [] } : own?.plan;
    if (!ownPlan) return { kind: 'reference', column: id, target };
    const keys = copies ? new Set(copies.map((copy) => copy.key)) : (own?.keys ?? new Set());
    const ownScope = new RowScope(this.plans, this.table, this.alias, ownPlan, member(this.rest, key));
    return { kind: 'object', present: sql`${id} is not null`, scope: new WideScope(ownScope, keys, id, target) };
  }
}

/** An object inside a jsonb value. */
export class JsonScope {
  readonly kind = 'json';

  constructor(readonly object: Sql) {}

  place(key: string): Place {
    return { kind: 'json', object: this.object, key };
  }
}

/** An object whose values stand partly in one row, partly in another that this one refers to: its base. */
export class WideScope {
  readonly kind = 'wide';

  constructor(
    readonly own: RowScope,
    readonly ownKeys: ReadonlySet<string>,
    readonly baseId: Sql,
    readonly base: Target,
  ) {}
}

/** What of a storage plan matters for finding things. */
interface Plan extends Pick<StoragePlan, 'references' | 'inlines'> {
  readonly columns: readonly Column[];
}

type Column = Pick<ColumnField, 'key' | 'column'>;

/** Values of snapshots that also stand in the event's own row, to be found there. */
const SEARCH_COPIES: Readonly<Record<string, readonly Column[]>> = { agent: [{ key: 'rule_id', column: 'rule_id' }] };

/** The scope of a row of a snapshot table, for objects of that definition. */
function targetOf(plans: StoragePlans, name: string): Target {
  const { definition, table } = snapshotOf(name);
  const base = entities[definition]?.base;
  return {
    table,
    scope: (alias) => {
      const plan = plans.planFor(definition, table);
      const rest = sql`spoor_jsonb(${raw(alias)}.extra)`;
      const row = new RowScope(plans, table, alias, plan, rest);
      if (!base) return row;
      const target = targetOf(plans, base);
      return new WideScope(row, ownKeys(definition), row.sqlOf(`${target.table}_id`), target);
    },
  };
}

/** What agents wrap events in: not of the event format, so no storage plan says where its values stand. */
export function envelopeTarget(plans: StoragePlans): Target {
  const columns = ['service', 'status', 'source', 'tags'].map((name) => ({ key: name, column: name }));
  const plan = { columns, references: [], inlines: [] };
  const rest = (alias: string): Sql => sql`spoor_jsonb(${raw(alias)}.extra)`;
  return { table: 'envelope', scope: (alias) => new RowScope(plans, 'envelope', alias, plan, rest(alias)) };
}

/** Keys are the format's, never a user's; indexes on expressions need them as literals. */
export function literal(key: string): string {
  return `'${key.replaceAll("'", "''")}'`;
}

/** The value under a key of a jsonb object, as jsonb. */
export function member(object: Sql, key: string): Sql {
  return sql`${object} -> ${raw(literal(key))}`;
}

function columnsOf(plan: Plan): string[] {
  return [
    ...plan.columns.map(({ column }) => column),
    ...plan.references.map(({ column }) => column),
    ...plan.inlines.flatMap((inline) => columnsOf(inline.plan)),
  ];
}
