import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryRoot } from './temporary-root.js';

/** Where the compiled program is: Jest runs this file as it stands, without its transform. */
const DIST = new URL('../../dist/', import.meta.url);

/** A crash costs nothing here, so nothing waits for the disk. */
const VOLATILE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_wal_size: '256MB',
};

/** One PostgreSQL for all tests, and in it a migrated database that every test file copies. */
export default async function globalSetup() {
  if (!existsSync(new URL('cli.js', DIST))) throw new Error('Nothing is built; run `npm run build` first');
  process.env.SPOOR_TEST_FOLDER = temporaryRoot();
  const { createDatabase } = await import(new URL('database/create-database.js', DIST).href);
  const { migrate } = await import(new URL('database/migrations.js', DIST).href);

  const server = process.env.DATABASE_URL ? givenServer(process.env.DATABASE_URL) : await embeddedServer();
  const template = `spoor_test_${randomBytes(4).toString('hex')}`;
  await createDatabase(server.url('postgres'), template);
  await migrate(server.url(template));
  await makePartitions(server.url(template));

  process.env.SPOOR_TEST_SERVER = server.url('postgres');
  process.env.SPOOR_TEST_TEMPLATE = template;
  globalThis.spoorTestServer = server;
}

/** Those that a server makes when it starts. */
async function makePartitions(url) {
  const { Database } = await import(new URL('database/database.js', DIST).href);
  const { Partitions } = await import(new URL('database/partitions.js', DIST).href);
  const { RetentionWindow } = await import(new URL('storage/retention-window.js', DIST).href);
  const database = new Database(url, { connections: 2, statementTimeout: 30_000 });
  await new Partitions(database, new RetentionWindow(90)).ensureAhead(Date.now());
  await database.close();
}

/** Another database of the same server. */
function givenServer(url) {
  return {
    url(database) {
      const other = new URL(url);
      other.pathname = `/${database}`;
      return other.href;
    },
    stop: () => Promise.resolve(),
  };
}

async function embeddedServer() {
  const { startEmbeddedPostgres } = await import(new URL('database/embedded-postgres.js', DIST).href);
  const folder = mkdtempSync(join(process.env.SPOOR_TEST_FOLDER, 'spoor-test-'));
  const server = await startEmbeddedPostgres(folder, VOLATILE);
  const postmaster = Number.parseInt(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8'), 10);
  const abandon = () => {
    process.kill(postmaster, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  // A signal ends Jest without its teardown.
  process.once('exit', abandon);
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  return {
    url: (database) => server.url(database),
    async stop() {
      process.off('exit', abandon);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
