import type { Config } from '../config.js';
import { BatchStore } from '../feed/batch-store.js';
import { readTableCatalog } from '../storage/table-catalog.js';
import { notMigrated } from './db-verify.js';
import { withDatabase } from './with-database.js';

/** `spoor db restored`: lets the feed go on behind every cursor that was given after the backup was made. */
export async function goOnAfterRestore(config: Config): Promise<void> {
  await withDatabase(config, async (database) => {
    if (!(await readTableCatalog(database))['event']) throw notMigrated();
    const number = await new BatchStore(database).skipLostNumbers();
    process.stdout.write(
      `The next batch has a number above ${number}: whoever has a cursor misses nothing that comes\n`,
    );
  });
}
