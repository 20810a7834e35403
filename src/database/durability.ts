import type { Database } from './database.js';

/** Settings of a server without which what was committed may be gone after a crash of its machine. */
const DURABLE = { fsync: 'on', full_page_writes: 'on' } as const;

/** @returns the settings that make the server forget, in the words of its configuration; a transaction cannot change them */
export async function volatileSettings(database: Database): Promise<readonly string[]> {
  const rows = await database.query({
    text: 'select s.name, s.setting from pg_settings s where s.name = any($1::text[]) order by s.name',
    values: [Object.keys(DURABLE)],
  });
  return rows
    .filter(({ name, setting }) => setting !== DURABLE[name as keyof typeof DURABLE])
    .map(({ name, setting }) => `${String(name)} = ${String(setting)}`);
}
