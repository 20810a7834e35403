import { AppError } from '../errors.js';
import type { Installation } from '../generated/prisma/client.js';
import type { Database } from './database.js';

/** The one row that makes this database's ids its own. */
export async function readInstallation(database: Database): Promise<Pick<Installation, 'idKey' | 'keptFrom'>> {
  const [row] = await database.query({
    name: 'installation',
    text: 'select i.id_key, i.kept_from::text as kept_from from installation i',
    values: [],
  });
  if (!row) throw new AppError('database.unmigrated', 'The row of the table installation is gone; restore a backup');
  // Bytes of their own: what the driver gives is a piece of something larger, which would travel to each thread.
  return { idKey: new Uint8Array(row['id_key'] as Buffer), keptFrom: BigInt(row['kept_from'] as string) };
}
