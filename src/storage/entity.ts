import type { DailyTable } from './table-catalog.js';

/**
 * Definitions of the event format that are stored as shared snapshots in tables of their own.
 *
 * A *wide* definition is a base definition plus a few fields of one report. The base goes into its own table, so that
 * it is shared; the few stay in the row that refers to it, or form a table of their own where they are shared too.
 */
export interface Entity {
  readonly table: DailyTable;
  readonly base?: string;
}

export const entities: Readonly<Record<string, Entity>> = {
  Process: { table: 'process' },
  ProcessContext: { table: 'process_context', base: 'Process' },
  File: { table: 'file' },
  FileEvent: { table: 'file', base: 'File' },
  ProcessCredentials: { table: 'credentials' },
  ContainerContext: { table: 'container' },
  CGroupContext: { table: 'cgroup' },
  NetworkContext: { table: 'network_context' },
  AgentContext: { table: 'agent_context' },
};

/** The definition whose plan the rows of an entity's table follow, and the table. */
export function snapshotOf(definition: string): { readonly definition: string; readonly table: DailyTable } {
  const entity = entities[definition];
  if (!entity)
    throw new Error(`${definition} has no table of its own; add it to the entities or keep it in the payload`);
  const isOwnTable = entity.base === undefined || entities[entity.base]?.table !== entity.table;
  return { definition: isOwnTable ? definition : entity.base, table: entity.table };
}
