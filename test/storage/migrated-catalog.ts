import { readdirSync, readFileSync } from 'node:fs';
import { DAILY_TABLES, type Column, type TableCatalog } from '../../src/storage/table-catalog.js';

/** The catalog that a migrated database would show, read from the migrations themselves. */
export function migratedCatalog(): TableCatalog {
  const catalog: Record<string, Column[]> = {};
  const folder = new URL('../../prisma/migrations/', import.meta.url);
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) apply(readFileSync(new URL(`${entry.name}/migration.sql`, folder), 'utf8'), catalog);
  }
  return Object.fromEntries(DAILY_TABLES.map((table) => [table, catalog[table] ?? []]));
}

function apply(migration: string, catalog: Record<string, Column[]>): void {
  for (const statement of migration.split(/;\s*$/m)) {
    const created = /CREATE TABLE "(\w+)" \(([\s\S]*)\)/.exec(statement);
    if (created) catalog[created[1] as string] = columns(created[2] as string);
    const altered = /ALTER TABLE "(\w+)"([\s\S]*)/.exec(statement);
    if (altered) alter((catalog[altered[1] as string] ??= []), altered[2] as string);
  }
}

function alter(table: Column[], changes: string): void {
  table.push(...columns(changes.replaceAll(/ADD COLUMN\s+/g, '\n')));
  for (const [, dropped] of changes.matchAll(/DROP COLUMN "(\w+)"/g)) {
    table.splice(
      table.findIndex(({ name }) => name === dropped),
      1,
    );
  }
}

function columns(definitions: string): Column[] {
  return [...definitions.matchAll(/^\s*"(\w+)"\s+("\w+"|[A-Z]+)(?:\([\d,]+\))?(\[\])?/gm)].map((match) => {
    const type = UDT_NAMES[match[2] as string] ?? (match[2] as string).replaceAll('"', '');
    return { name: match[1] as string, type: match[3] ? `_${type}` : type };
  });
}

/** What Postgres calls a type in its catalog. */
const UDT_NAMES: Readonly<Record<string, string>> = {
  BIGINT: 'int8',
  BIGSERIAL: 'int8',
  INTEGER: 'int4',
  SERIAL: 'int4',
  SMALLINT: 'int2',
  DECIMAL: 'numeric',
  BOOLEAN: 'bool',
  TEXT: 'text',
  UUID: 'uuid',
  INET: 'inet',
  JSON: 'json',
  JSONB: 'jsonb',
  BYTEA: 'bytea',
  TIMESTAMPTZ: 'timestamptz',
};
