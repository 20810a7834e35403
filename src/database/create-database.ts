import { connect } from './connect.js';
import { quoteIdentifier } from './identifier.js';

/** SQLSTATE duplicate_database, and how it looks when two ask for one name at the same moment. */
const ALREADY_THERE = /^(42P04|23505)$/;

/** Makes a database unless it is there. `template` is copied, and must not be in use. */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<void> {
  const client = await connect(serverUrl);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return;
    // Copying by the log, the default, takes ten times as long for a database of a few megabytes.
    const copy = template ? ` template ${quoteIdentifier(template)} strategy file_copy` : '';
    await client.query(`create database ${quoteIdentifier(name)}${copy}`);
  } catch (error) {
    if (!ALREADY_THERE.test((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}
