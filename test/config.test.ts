import { afterAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, readConfigInForce } from '../src/config.js';
import { AppError } from '../src/errors.js';
import { runCli } from './support/cli.js';
import { temporaryFolder } from './support/temporary-folder.js';

const folder = temporaryFolder();

afterAll(() => folder.remove());

function file(text: string): string {
  const path = join(folder.path, `secret-${Math.abs(text.length)}-${Buffer.from(text).toString('hex').slice(0, 12)}`);
  writeFileSync(path, text);
  return path;
}

function mistakes(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof AppError && error.code === 'config.invalid') return error.message;
    throw error;
  }
  return '';
}

describe('a setting', () => {
  it.each<[NodeJS.ProcessEnv, object]>([
    [{}, { port: 4000, corsOrigins: [], trustedProxies: [], databaseUrl: undefined }],
    [{ SPOOR_PORT: '0' }, { port: 0 }],
    [{ SPOOR_PORT: '' }, { port: 4000 }],
    [{ SPOOR_GRAPHIQL: '0' }, { graphiql: false }],
    [
      { SPOOR_CORS_ORIGINS: 'https://a.example, http://b:8080' },
      { corsOrigins: ['https://a.example', 'http://b:8080'] },
    ],
    [{ SPOOR_TRUSTED_PROXIES: '10.0.0.0/8,::1' }, { trustedProxies: ['10.0.0.0/8', '::1'] }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' }, { otlpEndpoint: 'http://c:4318' }],
    [{ SPOOR_TEST_ANYTHING: 'x', OTHER: 'y' }, {}],
    [{ SPOOR_TOKEN: 'of a client', SPOOR_URL: 'http://127.0.0.1:4000' }, {}],
  ])('of %j is %j', (environment, expected) => {
    expect(readConfig(environment)).toMatchObject(expected);
  });

  it.each<[NodeJS.ProcessEnv, string]>([
    [{ SPOOR_PORT: '65536' }, 'SPOOR_PORT is "65536" but must be a whole number from 0 to 65535'],
    [{ SPOOR_GRAPHIQL: 'yes' }, 'SPOOR_GRAPHIQL is "yes" but must be true or false'],
    [{ SPOOR_CORS_ORIGINS: '*' }, 'which "*" is not'],
    [{ SPOOR_CORS_ORIGINS: 'https://a.example/' }, 'which "https://a.example/" is not'],
    [{ SPOOR_TRUSTED_PROXIES: '10.0.0.0/33' }, 'which "10.0.0.0/33" is not'],
    [{ SPOOR_TRUSTED_PROXIES: 'proxy' }, 'which "proxy" is not'],
    [{ SPOOR_PROT: '1' }, 'SPOOR_PROT is no setting; did you mean SPOOR_PORT?'],
    [{ SPOOR_SERVICE_HOST: '1' }, 'SPOOR_SERVICE_HOST is no setting'],
    [{ SPOOR_PORT_FILE: '/x' }, 'SPOOR_PORT_FILE is no setting'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://me:hunter2@x' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is "ftp://***@x" but'],
  ])('of %j is a mistake: %s', (environment, sentence) => {
    expect(mistakes(environment)).toContain(sentence);
  });

  it('that is wrong does not hide the others', () => {
    const all = mistakes({ SPOOR_PORT: 'x', DATABASE_URL: 'y', SPOOR_NOTHING_LIKE_IT: 'z', SPOOR_LOG_LEVEL: 'loud' });

    for (const name of ['SPOOR_PORT', 'DATABASE_URL', 'SPOOR_NOTHING_LIKE_IT', 'SPOOR_LOG_LEVEL']) {
      expect(all).toContain(name);
    }
  });
});

describe('a secret', () => {
  const url = 'postgresql://spoor:hunter2@db/spoor';

  it.each(['', '\n', '\r\n'])('comes from its file without the newline %j behind it', (end) => {
    const { values, sources } = readConfigInForce({ DATABASE_URL_FILE: file(url + end) });

    expect([values.databaseUrl, sources.databaseUrl]).toEqual([url, 'file']);
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['given twice', { DATABASE_URL: url, DATABASE_URL_FILE: file(url) }, 'are both given; remove one of them'],
    ['in a file that is not there', { DATABASE_URL_FILE: '/nowhere/x' }, '"/nowhere/x", which cannot be read (ENOENT)'],
    ['in an empty file', { DATABASE_URL_FILE: file('\n') }, 'which is empty'],
    ['that is none', { DATABASE_URL: 'hunter2' }, 'DATABASE_URL is not shown here but must start with postgresql://'],
    ['in a file that is none', { DATABASE_URL_FILE: file('hunter2') }, 'DATABASE_URL is in its file but must start'],
  ])('%s is a mistake, and is not shown', (_, environment, sentence) => {
    const said = mistakes(environment);

    expect(said).toContain(sentence);
    expect(said).not.toContain('hunter2');
  });

  it('is not shown by `spoor config` either, which says where everything comes from', async () => {
    const { code, stdout } = await runCli(['config'], { DATABASE_URL_FILE: file(url), SPOOR_PORT: '1234' });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^DATABASE_URL +\(secret\) +file$/m);
    expect(stdout).toMatch(/^SPOOR_PORT +1234 +environment$/m);
    expect(stdout).toMatch(/^SPOOR_GRAPHIQL +true +default$/m);
    expect(stdout).not.toContain('hunter2');
  });
});

describe('settings that contradict each other', () => {
  it('has defaults that fit together', () => {
    expect(() => readConfig({})).not.toThrow();
  });

  it.each([
    [
      { SPOOR_STATEMENT_TIMEOUT: '9500' },
      /SPOOR_STATEMENT_TIMEOUT is 9500 but must be less than 9500, SPOOR_REQUEST_TIMEOUT/,
    ],
    [{ SPOOR_REQUEST_TIMEOUT: '5000' }, /SPOOR_STATEMENT_TIMEOUT is 8000 but must be less than 5000/],
    [
      { SPOOR_POINTS_PER_MINUTE: '10' },
      /SPOOR_POINTS_PER_MINUTE is 10 but must be at least 100000, SPOOR_MAX_QUERY_COST/,
    ],
    [
      { SPOOR_PERSISTED_DOCUMENTS: 'require' },
      /SPOOR_PERSISTED_DOCUMENTS is "require" but needs SPOOR_PERSISTED_DOCUMENTS_FILE/,
    ],
    [{ SPOOR_PERSISTED_DOCUMENTS: 'maybe' }, /SPOOR_PERSISTED_DOCUMENTS is "maybe" but must be off, allow or require/],
  ])('refuses %j', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  it('tells all mistakes at once, those of single values and those of several', () => {
    const environment = { SPOOR_PORT: 'x', SPOOR_REQUEST_TIMEOUT: '5000', SPOOR_POINTS_PER_MINUTE: '10' };

    expect(() => readConfig(environment)).toThrow(
      /SPOOR_PORT is .*; SPOOR_STATEMENT_TIMEOUT is .*; SPOOR_POINTS_PER_MINUTE is/,
    );
  });
});
