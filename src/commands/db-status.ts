import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import { migrationStatus } from '../database/migrations.js';
import { readStatistics, type DatabaseStatistics } from '../database/statistics.js';
import { withDatabase } from './with-database.js';

/** `spoor db status`: migrations, counts and sizes. */
export async function showStatus(config: Config): Promise<void> {
  await withDatabase(config, async (database) => {
    const lines = await migrationLines(database.connectionString);
    if (await isMigrated(database)) lines.push('', ...statisticsLines(await readStatistics(database)));
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}

async function migrationLines(connectionString: string): Promise<string[]> {
  const { applied, pending, failed, unknown, edited } = await migrationStatus(connectionString);
  return [
    ...applied.map((name) => `applied   ${name}`),
    ...pending.map((name) => `pending   ${name} (run \`spoor db migrate\`)`),
    ...failed.map((name) => `failed    ${name} (run \`spoor db migrate\` to try again)`),
    ...unknown.map((name) => `unknown   ${name} (a newer Spoor applied it)`),
    ...edited.map((name) => `edited    ${name} (its file changed after it was applied)`),
  ];
}

async function isMigrated(database: Database): Promise<boolean> {
  const rows = await database.query({ text: "select to_regclass('ingest_batch') is not null as yes", values: [] });
  return rows[0]?.['yes'] === true;
}

function statisticsLines({ tables, ...counts }: DatabaseStatistics): string[] {
  return [
    `PostgreSQL    ${counts.serverVersion}`,
    `hosts         ${counts.hosts}`,
    `events        ${counts.events}`,
    `batches       ${counts.batches}`,
    `dead letters  ${counts.deadLetters}`,
    '',
    `${'table'.padEnd(20)}${'size'.padStart(12)}${'partitions'.padStart(12)}`,
    ...tables.map(({ table, bytes, partitions }) => {
      return `${table.padEnd(20)}${size(bytes).padStart(12)}${String(partitions ?? '').padStart(12)}`.trimEnd();
    }),
  ];
}

function size(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes < 1 ? `${Math.round(bytes / 1024)} KiB` : `${mebibytes.toFixed(1)} MiB`;
}
