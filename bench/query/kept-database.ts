import pg from 'pg';
import type { EmbeddedPostgres } from '#spoor/database/embedded-postgres.js';

export interface KeptDatabase {
  readonly name: string;
  /** What it holds and how it came to be: another text loads it anew. */
  readonly marker: object;
  /** Fills the empty database. */
  load(url: string): Promise<void>;
}

/**
 * Loads a database unless an earlier run left it loaded just so. The marker is the database's comment, set when all is
 * in: what a run that was stopped left half done has none.
 *
 * @returns its connection string
 */
export async function keepDatabase(server: EmbeddedPostgres, database: KeptDatabase): Promise<string> {
  const { name } = database;
  const marker = JSON.stringify(database.marker);
  const url = server.url(name);
  const admin = await open(server.url('postgres'));
  try {
    if ((await readMarker(admin, name)) === marker) return url;
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name}`);
    console.log(`loading ${name} ...`);
    const start = performance.now();
    await database.load(url);
    await tidy(url);
    await admin.query(`comment on database ${name} is ${pg.escapeLiteral(marker)}`);
    console.log(`loaded ${name} in ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
    return url;
  } finally {
    await admin.end();
  }
}

async function readMarker(admin: pg.Client, name: string): Promise<string | null | undefined> {
  const { rows } = await admin.query<{ marker: string | null }>(
    `select shobj_description(d.oid, 'pg_database') as marker from pg_database d where d.datname = $1`,
    [name],
  );
  return rows[0]?.marker;
}

/** As autovacuum would have it after a while, but now. */
async function tidy(url: string): Promise<void> {
  const client = await open(url);
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  await client.end();
}

/** A connection of the bench's own, told apart from Spoor's in the server's log. */
export async function open(connectionString: string, config: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ ...config, connectionString, application_name: 'bench' });
  await client.connect();
  return client;
}
