import pg from 'pg';

/** Removes every database of this run, also those of a test file that died, and stops what the setup started. */
export default async function globalTeardown() {
  const client = new pg.Client({ connectionString: process.env.SPOOR_TEST_SERVER });
  await client.connect();
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [
    process.env.SPOOR_TEST_TEMPLATE,
  ]);
  for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
  await client.end();
  await globalThis.spoorTestServer.stop();
}
