import type { Config } from '../config.js';
import { requireMigrated } from '../database/migrations.js';
import { dayName, Partitions } from '../database/partitions.js';
import { Retention, type RetentionReport } from '../retention/retention.js';
import { RetentionWindow } from '../storage/retention-window.js';
import { withDatabase } from './with-database.js';

/** `spoor retention run`: makes the partitions of the days to come and removes what has expired. */
export async function runRetention(config: Config, { dryRun = false }: { readonly dryRun?: boolean }): Promise<void> {
  await withDatabase(config, async (database) => {
    await requireMigrated(database);
    const window = new RetentionWindow(config.retentionDays);
    const retention = new Retention(database, new Partitions(database, window), window, config);
    const report = dryRun ? await retention.preview(Date.now()) : await retention.run(Date.now());
    const lines = report ? reportLines(report, dryRun) : ['Another process runs retention on this database right now'];
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}

function reportLines({ cutoff, made, dropped, postponed, deleted }: RetentionReport, isDryRun: boolean): string[] {
  const verb = (past: string): string => (isDryRun ? `would be ${past}` : past);
  return [
    `events before ${dayName(cutoff)} have expired`,
    ...made.map((day) => `${dayName(day)}  ${verb('made')}`),
    ...dropped.map(({ day, bytes }) => `${dayName(day)}  ${verb('dropped')}, ${(bytes / 2 ** 20).toFixed(1)} MiB`),
    ...postponed.map((day) => `${dayName(day)}  in use all the time; the next run drops it`),
    ...Object.entries(deleted).map(
      ([rows, count]) => `${rows.padEnd(24)}${String(count).padStart(12)} ${verb('deleted')}`,
    ),
  ];
}
