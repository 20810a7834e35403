import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { connect } from '../../src/database/connect.js';
import { eventually } from '../http/eventually.js';
import { countsIn, runCli, startCli, type CliResult, type Settings } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { simulatedLines, simulatedNdjson } from '../support/simulated.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';

let database: TestDatabase;
let folder: TemporaryFolder;
let settings: Settings;
let seed = 100;

beforeAll(async () => {
  database = await cloneDatabase();
  folder = temporaryFolder();
  settings = { DATABASE_URL: database.url, SPOOR_BATCH_DOCUMENTS: '50' };
});

afterAll(async () => {
  folder.remove();
  await database.drop();
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

function importFiles(...args: string[]): Promise<CliResult> {
  return runCli(['import', ...args], settings);
}

/** Events that no other test has stored. */
function newLines(count: number): string[] {
  return simulatedLines(count, ++seed);
}

async function countEvents(where: string): Promise<number> {
  const client = await connect(database.url);
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from event join host on host.id = event.host_id where ${where}`,
  );
  await client.end();
  return rows[0]?.n ?? 0;
}

describe('spoor import', () => {
  it('stores events from files of every kind, each of them once', async () => {
    const kinds: Record<string, (lines: string[]) => string | Buffer> = {
      NDJSON: (lines) => lines.join('\n'),
      'a JSON array': (lines) => `[${lines.join(',\n')}]`,
      'a pretty-printed array': (lines) => JSON.stringify(lines.map(parse), null, 2),
      'one pretty-printed object': (lines) => JSON.stringify(parse(lines[0] as string), null, 2),
      'pretty-printed objects, one after the other': (lines) => lines.map(pretty).join('\n'),
      gzip: (lines) => gzipSync(lines.join('\n')),
    };
    const paths = Object.entries(kinds).map(([kind, write]) => {
      const path = file(kind, write(newLines(60)));
      return { kind, path, count: kind.startsWith('one') ? 1 : 60 };
    });

    const result = await importFiles(...paths.flatMap(({ path }) => [path, path]));

    const count = paths.reduce((sum, each) => sum + each.count, 0);
    expect(countsIn(result)).toEqual({ received: 2 * count, stored: count, duplicates: count, 'dead letters': 0 });
    // What takes seconds says how far it has come.
    const complaints = result.stderr.replace(/^[\d,]+ received, [\d,]+ stored, [\d,]+ events\/s\n/gm, '');
    expect([result.code, complaints]).toEqual([0, '']);
  });

  it('stores nothing when the same file is imported again', async () => {
    const path = file('again.ndjson', newLines(60).join('\n'));

    const [first, second] = [await importFiles(path), await importFiles(path)];

    expect(countsIn(first)).toMatchObject({ received: 60, stored: 60, duplicates: 0 });
    expect(countsIn(second)).toMatchObject({ received: 60, stored: 0, duplicates: 60 });
  });

  it('reads standard input, of the host that it is told', async () => {
    const result = await runCli(['import', '-', '--host', 'told-host'], settings, newLines(20).join('\n'));

    expect(countsIn(result)).toMatchObject({ received: 20, stored: 20 });
    expect(await countEvents(`host.name = 'told-host'`)).toBe(20);
  });

  it('stores what stands before the cut of a gzip file, and says that it was cut', async () => {
    const packed = gzipSync(newLines(300).join('\n'));
    const cut = packed.subarray(0, packed.length >> 1);
    const whole = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).toString().split('\n').length - 1;

    const result = await importFiles(file('cut.ndjson.gz', cut));

    expect(whole).toBeGreaterThan(50);
    expect(result.code).toBe(1);
    expect(countsIn(result)).toMatchObject({ stored: whole, 'dead letters': 1 });
    expect(result.stderr).toMatch(/cut\.ndjson\.gz could not be read to its end: unexpected end of file; \d+ events/);
    expect(result.stderr).toMatch(`document ${whole}: document.truncated`);
  });

  it('lists dead letters, which are no failure', async () => {
    const [first, second] = newLines(2) as [string, string];
    const path = file(
      'bad.ndjson',
      [first, '{"evt":{"name":"exec"},"process":{"pid":"12"}}', 'oops', second].join('\n'),
    );

    const result = await importFiles(path);

    expect(result.code).toBe(0);
    expect(countsIn(result)).toEqual({ received: 4, stored: 2, duplicates: 0, 'dead letters': 2 });
    expect(result.stderr).toMatch(/bad\.ndjson, document 1: \S+ at "\/process\/pid": \S/);
    expect(result.stderr).toMatch(/bad\.ndjson, document 2: \S+ at "": \S/);
  });

  it('lists no more than twenty dead letters and counts the rest', async () => {
    const result = await importFiles(file('garbage.ndjson', 'garbage\n'.repeat(30)));

    expect(result.stderr.match(/, document \d+: /g)).toHaveLength(20);
    expect(result.stderr).toMatch(/garbage\.ndjson: 10 more dead letters/);
  });

  it('says of files with nothing in them that there is nothing to import', async () => {
    const files = { 'an empty file': '', 'a file of blanks': ' \n\n', 'an empty gzip file': gzipSync('') };

    const result = await importFiles(...Object.entries(files).map(([name, content]) => file(name, content)));

    expect(result.code).toBe(0);
    for (const name of Object.keys(files)) {
      expect(result.stderr).toMatch(`${name} is empty: there is nothing to import`);
    }
    expect(countsIn(result)).toMatchObject({ received: 0 });
  });

  it('goes on behind a file that it cannot read, and fails at the end', async () => {
    const path = file('readable.ndjson', newLines(3).join('\n'));

    const result = await importFiles(join(folder.path, 'missing.ndjson'), folder.path, path);

    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/missing\.ndjson could not be read.*ENOENT.*nothing of it is committed/);
    expect(result.stderr).toMatch(/could not be read.*EISDIR/);
    expect(countsIn(result)).toMatchObject({ stored: 3 });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('stops at %s and says what is committed', async (signal, code) => {
    const host = `stopped-by-${signal}`;
    const running = startCli(['import', '-', '--host', host], settings);
    running.process.stdin?.write(simulatedNdjson(200, ++seed));
    while ((await countEvents(`host.name = '${host}'`)) < 100) await new Promise((resolve) => setTimeout(resolve, 50));

    running.process.kill(signal);
    const result = await running.result;

    expect(result.code).toBe(code);
    const stored = await countEvents(`host.name = '${host}'`);
    expect(countsIn(result)).toMatchObject({ stored, 'dead letters': 0 });
    expect(result.stderr).toMatch(`The import was stopped in standard input; ${stored} events`);
  });

  it('ends at once at a second signal, whatever the first one waits for', async () => {
    const blocker = await connect(database.url);
    await blocker.query('begin; lock table event in access exclusive mode');
    const running = startCli(['import', '-'], settings);
    running.process.stdin?.end(simulatedNdjson(1, ++seed));
    await eventually(async () => {
      const { rowCount } = await blocker.query(
        `select from pg_locks l join pg_database d on d.oid = l.database
          where not l.granted and d.datname = current_database()`,
      );
      expect(rowCount).toBeGreaterThan(0);
    });

    running.process.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const isWaiting = running.process.exitCode === null;
    running.process.kill('SIGTERM');

    const [code, signal] = (await once(running.process, 'exit')) as [number, string | null];
    await blocker.end();
    expect(isWaiting).toBe(true);
    expect([code, signal]).toEqual([143, null]);
  });

  it('says in a sentence that the database is not there', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';

    const result = await runCli(['import', file('x', '{}')], { ...settings, DATABASE_URL: url.href });

    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^PostgreSQL at \S+, database no_such_database, does not let us in: .*not exist\n$/);
  });
});

function parse(line: string): unknown {
  return JSON.parse(line);
}

function pretty(line: string): string {
  return JSON.stringify(JSON.parse(line), null, 4);
}
