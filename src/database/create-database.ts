import pg from 'pg';
import { quoteIdentifier } from './identifier.js';

/** Makes a database unless it is there. `template` is copied, and must not be in use. */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return;
    const copy = template ? ` template ${quoteIdentifier(template)}` : '';
    await client.query(`create database ${quoteIdentifier(name)}${copy}`);
  } finally {
    await client.end();
  }
}
