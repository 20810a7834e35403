import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { eventually } from './eventually.js';
import { startTestServer, type TestServer } from './test-server.js';
import { zstdBomb, zstdFrame } from './zstd-frame.js';

let server: TestServer;

beforeAll(async () => {
  // Small batches: documents are stored while their stream still goes on.
  server = await startTestServer({ batchDocuments: 100 });
});

afterAll(() => server.close());

/** The header line that lets a request in. */
function authorization(): string {
  return `authorization: Bearer ${server.token}\r\n`;
}

let made = 0;

/** Events that nobody sent before; what they hold does not compress. */
function fresh(count: number): string[] {
  return Array.from({ length: count }, () => {
    const noise = Array.from({ length: 20 }, () => Math.random().toString(36)).join('');
    return `{"evt":{"name":"open"},"number":${made++},"noise":"${noise}"}`;
  });
}

const pretty = (document: string): string => JSON.stringify(JSON.parse(document), null, 2);

async function count(table: 'event' | 'dead_letter'): Promise<number> {
  const [row] = await server.services.database.query({ text: `select count(*)::int as n from ${table}`, values: [] });
  return row?.['n'] as number;
}

/** Waits until the server has stored so many events of a body: it has let the sender in, and reads. */
async function storedFrom(before: number, least: number): Promise<void> {
  await eventually(async () => expect((await count('event')) - before).toBeGreaterThanOrEqual(least));
}

async function expectAlive(): Promise<void> {
  const { report } = await server.post(fresh(1).join());
  expect(report).toMatchObject({ received: 1, stored: 1 });
}

const encoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdFrame,
};

describe.each(Object.entries(encoders))('a body in %s', (encoding, encode) => {
  const headers = { 'content-encoding': encoding };

  it('that ends too early has its complete documents stored, and its last one kept', async () => {
    const documents = fresh(1000);
    const whole = encode(Buffer.from(documents.join('\n')));
    const before = await count('event');

    const { status, problem } = await server.post(whole.subarray(0, whole.length - 2000), { headers });

    expect(problem).toMatchObject({ status, code: 'ingest.truncated_body', retryable: false });
    expect(status).toBe(400);
    const { received, stored, deadLetterCount, deadLetters } = problem.report;
    expect(received).toBeGreaterThan(500);
    expect(stored).toBe(received - 1);
    expect((await count('event')) - before).toBe(stored);
    expect({ deadLetterCount, deadLetters }).toEqual({
      deadLetterCount: 1,
      deadLetters: [
        {
          index: stored,
          code: 'document.truncated',
          pointer: '',
          message: 'The stream ended inside this document; send it again as a whole',
        },
      ],
    });
    expect(problem.detail).toMatch(
      /^The body broke off \(.*\); \d+ events, 0 duplicates and 1 dead letters of it are /,
    );

    const again = await server.post(whole, { headers });
    expect(again.report).toMatchObject({ received: 1000, stored: 1000 - stored, duplicates: stored });
  });

  it('that is garbage is refused', async () => {
    const { problem } = await server.post(Buffer.alloc(3_000_000, 'garbage'), { headers });

    expect(problem).toMatchObject({ status: 400, code: 'ingest.truncated_body', report: { received: 0 } });
    await expectAlive();
  });
});

describe('a zstd body', () => {
  const headers = { 'content-encoding': 'zstd' };

  it('may ask for a window of 8 MiB', async () => {
    const { report } = await server.post(zstdBomb(' ', 1, 2 ** 23), { headers });

    expect(report).toMatchObject({ code: 'ingest.empty_body' });
  });

  it.each([2 ** 24, 2 ** 30])('that asks for a window of %i bytes is refused', async (window) => {
    const { problem } = await server.post(zstdBomb(' ', 1, window), { headers });

    expect(problem).toMatchObject({ status: 400, code: 'ingest.truncated_body' });
    expect(problem.detail).toMatch(`it asks for a zstd window of ${window} bytes, over 8 MiB`);
  });
});

describe('a body whose JSON is not closed', () => {
  it.each([
    ['an array with a comma at its end', (documents: string[]) => `[${documents.join()},`, 3],
    ['an array in the middle of a document', (documents: string[]) => `[${documents.join()},{"evt":{"na`, 3],
    ['an object over many lines', (documents: string[]) => `${documents.map(pretty).join('\n')}\n{\n  "evt": {`, 3],
  ])('(%s) has its complete documents stored', async (_, write, stored) => {
    const { status, problem } = await server.post(write(fresh(3)));

    expect({ status, stored: problem.report?.stored }).toEqual({ status: 400, stored });
    await expectAlive();
  });

  it('(an array behind a document) loses nothing', async () => {
    const { status, problem } = await server.post(`[${fresh(3).join()}`);

    const { stored, deadLetterCount } = problem.report;
    expect({ status, kept: stored + deadLetterCount }).toEqual({ status: 400, kept: 3 });
  });
});

describe('a client that goes away in the middle of its body', () => {
  it.each<[string, (body: string) => string]>([
    ['of known length', (body) => `content-length: ${body.length + 1000}\r\n\r\n${body}`],
    ['in chunks', (body) => `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`],
  ])('%s leaves its complete documents stored', async (_, frame) => {
    const events = await count('event');
    const letters = await count('dead_letter');
    const body = `${fresh(250).join('\n')}\n{"evt":{"name":"cut o${made}`;

    const socket = await open();
    socket.write(`POST /v1/events HTTP/1.1\r\nhost: spoor\r\n${authorization()}${frame(body)}`);
    await storedFrom(events, 200);
    await setTimeout(100);
    socket.destroy();

    await eventually(async () => {
      expect((await count('event')) - events).toBe(250);
      expect((await count('dead_letter')) - letters).toBe(1);
    });
    await expectAlive();
  });

  it('gzipped leaves its complete documents stored', async () => {
    const events = await count('event');
    const body = gzipSync(fresh(2000).join('\n'));

    const socket = await open();
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: spoor\r\n${authorization()}content-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.subarray(0, body.length / 2));
    await storedFrom(events, 200);
    await setTimeout(100);
    socket.destroy();

    await eventually(async () => expect((await count('event')) - events).toBeGreaterThan(500));
    await expectAlive();
  });

  it('is no reason to answer others late', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, open));
    for (const socket of sockets) {
      socket.write(
        `POST /v1/events HTTP/1.1\r\nhost: spoor\r\n${authorization()}content-length: 1000000\r\n\r\n{"evt":{}}\n{"evt"`,
      );
    }

    await expectAlive();

    for (const socket of sockets) socket.resetAndDestroy();
    await expectAlive();
  });
});

describe('a client that breaks the rules of HTTP', () => {
  it('in the middle of its body leaves its complete documents stored', async () => {
    const events = await count('event');
    const body = `${fresh(150).join('\n')}\n`;

    const socket = await open();
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: spoor\r\n${authorization()}transfer-encoding: chunked\r\n\r\n` +
        `${body.length.toString(16)}\r\n${body}\r\n`,
    );
    // Who breaks the rules before anybody knows who it is has sent nothing.
    await storedFrom(events, 100);
    socket.write('not a length\r\n');

    await eventually(async () => expect((await count('event')) - events).toBe(150));
    await expectAlive();
    socket.destroy();
  });
});

describe('a client that sends on after its body proved to be bad', () => {
  it('gets its answer, and may go on with the next request', async () => {
    const answers = new Answers(await open());
    answers.socket.write(`POST /v1/events HTTP/1.1\r\nhost: spoor\r\n${authorization()}content-encoding: gzip\r\n`);
    answers.socket.write(`content-length: ${20 * 2 ** 20}\r\n\r\n`);
    answers.socket.write(Buffer.alloc(10 * 2 ** 20, 'x'));
    await answers.have('"code":"ingest.truncated_body"');
    answers.socket.write(Buffer.alloc(10 * 2 ** 20, 'x'));
    answers.socket.write(`GET /version HTTP/1.1\r\nhost: spoor\r\n${authorization()}\r\n`);

    await answers.have('"name":"spoor"');

    answers.socket.destroy();
  });
});

/** What a server says on a connection. */
class Answers {
  private received = '';

  constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => (this.received += String(bytes)));
  }

  have(text: string): Promise<void> {
    return eventually(() => expect(this.received).toContain(text));
  }
}

function open(): Promise<Socket> {
  const { port, hostname } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.on('error', reject);
  });
}
