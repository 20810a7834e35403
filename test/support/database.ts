import { randomBytes } from 'node:crypto';
import { readConfig, type Config } from '../../src/config.js';
import { connect } from '../../src/database/connect.js';
import { createDatabase } from '../../src/database/create-database.js';
import { quoteIdentifier } from '../../src/database/identifier.js';
import { buildServices, type Services } from '../../src/services.js';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A migrated database of one's own: a copy of the template. */
export function cloneDatabase(): Promise<TestDatabase> {
  return create(given('SPOOR_TEST_TEMPLATE'));
}

/** A database without a table in it. */
export function emptyDatabase(): Promise<TestDatabase> {
  return create(undefined);
}

/** The services on a database of their own, which goes when they close. They use no threads. */
export async function startTestServices(overrides: Partial<Config> = {}): Promise<Services> {
  const database = await cloneDatabase();
  const config = { ...readConfig({}), databaseUrl: database.url, ingestWorkers: 0, ...overrides };
  return buildServices(config, { url: database.url, stop: () => database.drop() });
}

async function create(template: string | undefined): Promise<TestDatabase> {
  const server = given('SPOOR_TEST_SERVER');
  // The teardown finds them by the beginning of their name.
  const name = `${given('SPOOR_TEST_TEMPLATE')}_${randomBytes(4).toString('hex')}`;
  await createDatabase(server, name, template);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(server, name) };
}

async function dropDatabase(server: string, name: string): Promise<void> {
  const client = await connect(server);
  await client.query(`drop database if exists ${quoteIdentifier(name)} with (force)`);
  await client.end();
}

function given(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: Jest's globalSetup did not run`);
  return value;
}
