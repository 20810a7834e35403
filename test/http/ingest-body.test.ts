import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { promisify } from 'node:util';
import { brotliCompress, deflate, gzip, gzipSync } from 'node:zlib';
import { startTestServer, type PostAnswer, type TestServer } from './test-server.js';
import { zstdFrame, zstdSkippableFrame } from './zstd-frame.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

let made = 0;

/** Events that nobody sent before. */
function fresh(count: number): string[] {
  return Array.from({ length: count }, () => `{"evt":{"name":"exec"},"number":${made++}}`);
}

function expectStored({ status, report }: PostAnswer, count: number): void {
  expect({ status, ...report }).toEqual({
    status: 200,
    received: count,
    stored: count,
    duplicates: 0,
    deadLetters: [],
    deadLetterCount: 0,
    batch: expect.any(Number),
  });
}

const pretty = (document: string): string => JSON.stringify(JSON.parse(document), null, 2);

describe('a body in the layout of', () => {
  it.each<[string, (documents: string[]) => string, number]>([
    ['NDJSON', (documents) => `${documents.join('\n')}\n`, 3],
    ['NDJSON without a last line end', (documents) => documents.join('\n'), 3],
    ['NDJSON with carriage returns', (documents) => documents.join('\r\n'), 3],
    ['NDJSON with blank lines', (documents) => `\n\n${documents.join('\n \n\t\n')}\n\n`, 3],
    ['NDJSON behind a byte order mark', (documents) => `\ufeff${documents.join('\n')}`, 3],
    ['an array', (documents) => `[${documents.join(',')}]`, 3],
    ['an array of one', (documents) => `[${documents[0]}]`, 1],
    ['an array over many lines', (documents) => `[\n  ${documents.map(pretty).join(',\n')}\n]\n`, 3],
    ['an array with blanks around everything', (documents) => ` \n[ ${documents.join(' ,\t')} \r\n] \n`, 3],
    ['an array of many megabytes on one line', (documents) => `[${documents.join(`,${' '.repeat(2 ** 21)}`)}]`, 3],
    ['one object', (documents) => documents[0] as string, 1],
    ['one object over many lines', (documents) => pretty(documents[0] as string), 1],
    ['objects over many lines', (documents) => documents.map(pretty).join('\n'), 3],
    ['objects over many lines without anything between', (documents) => documents.map(pretty).join(''), 3],
  ])('%s is taken', async (_, write, count) => {
    expectStored(await server.post(write(fresh(3))), count);
  });
});

describe('a body in the encoding', () => {
  const body = (documents: string[]): Buffer => Buffer.from(documents.join('\n'));

  it.each<[string, (bytes: Buffer) => Promise<Buffer> | Buffer]>([
    ['gzip', promisify(gzip)],
    ['x-gzip', promisify(gzip)],
    ['GZIP', promisify(gzip)],
    ['deflate', promisify(deflate)],
    ['br', promisify(brotliCompress)],
    ['zstd', zstdFrame],
    ['identity', (bytes) => bytes],
    ['gzip, br', async (bytes) => promisify(brotliCompress)(await promisify(gzip)(bytes))],
    ['identity , zstd,gzip', async (bytes) => promisify(gzip)(zstdFrame(bytes))],
  ])('%s is taken', async (encoding, encode) => {
    const answer = await server.post(await encode(body(fresh(3))), { headers: { 'content-encoding': encoding } });

    expectStored(answer, 3);
  });

  it('gzip is taken in several members', async () => {
    const members = fresh(3).map((document) => gzipSync(`${document}\n`));

    expectStored(await server.post(Buffer.concat(members), { headers: { 'content-encoding': 'gzip' } }), 3);
  });

  it('zstd is taken in several frames, some of them to be stepped over', async () => {
    const [first, second] = fresh(2).map((document) => zstdFrame(Buffer.from(`${document}\n`))) as [Buffer, Buffer];
    const body = Buffer.concat([first, zstdSkippableFrame(Buffer.from('a note')), second]);

    expectStored(await server.post(body, { headers: { 'content-encoding': 'zstd' } }), 2);
  });

  it.each([
    [
      'with a checksum',
      'KLUv/SS83QEAgoMLEbBrDOjYzJKPqm2YOdBoDPISA7w3GVfdchC4OWmHr5VlVTq8UaYdTyVoh7OWuwMAglMMQ0lGCaAJOYqg',
    ],
    [
      'in a frame of unknown size',
      'KLUv/QBYJQIAhAN7ImV2dCI6eyJuYW1lIjoib3BlbiJ9LCJwcm9jZXNzIjp7InBpZCI6MSwiY29tbSI6ImEifX0KMgMAglMMQ0lGCaA=',
    ],
  ])('zstd is taken as the zstd program writes it, %s', async (_, base64) => {
    const { report } = await server.post(Buffer.from(base64, 'base64'), { headers: { 'content-encoding': 'zstd' } });

    expect(report).toMatchObject({ received: 2, deadLetters: [] });
    expect(report.stored + report.duplicates).toBe(2);
  });

  it('zstd is taken when it comes byte by byte', async () => {
    const bytes = zstdFrame(body(fresh(3)));
    const trickle = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });

    expectStored(await server.post(trickle, { headers: { 'content-encoding': 'zstd' } }), 3);
  });

  it('zstd is taken in blocks of the largest size', async () => {
    const documents = fresh(3000);

    expectStored(await server.post(zstdFrame(body(documents)), { headers: { 'content-encoding': 'zstd' } }), 3000);
  });

  it.each(['compress', 'gzip, compress', 'compress, gzip', 'gzip;q=1', 'gzip, gzip, gzip, gzip'])(
    '%s is refused, and the server lives on',
    async (encoding) => {
      const { status, problem } = await server.post('not compressed at all', {
        headers: { 'content-encoding': encoding },
      });

      expect({ status, code: problem.code }).toEqual({ status: 415, code: 'ingest.unsupported_encoding' });
      expectStored(await server.post(fresh(1).join()), 1);
    },
  );
});

describe('a body of nothing', () => {
  it.each([
    ['no byte', '', {}],
    ['blanks', ' \r\n\t\n', {}],
    ['gzipped nothing', gzipSync(''), { 'content-encoding': 'gzip' }],
    ['no byte, called zstd', '', { 'content-encoding': 'zstd' }],
  ])('(%s) is refused', async (_, body, headers) => {
    const { status, headers: answered, problem } = await server.post(body, { headers });

    expect(status).toBe(400);
    expect(answered.get('content-type')).toMatch('application/problem+json');
    expect(problem).toEqual({
      status: 400,
      code: 'ingest.empty_body',
      detail: 'The body holds no document; send a JSON object, an array of them, or NDJSON',
      retryable: false,
      requestId: expect.any(String),
    });
  });

  it.each(['[]', ' [ \n ] ', '\ufeff[]'])('but an array (%j) is taken', async (body) => {
    const { status, report } = await server.post(body);

    expect({ status, ...report }).toEqual({
      status: 200,
      received: 0,
      stored: 0,
      duplicates: 0,
      deadLetters: [],
      deadLetterCount: 0,
      batch: null,
    });
  });
});

describe('the content type', () => {
  it.each(['application/json', 'application/x-ndjson; charset=utf-8', 'text/plain', 'multipart/form-data', 'json', ''])(
    '"%s" makes no difference',
    async (type) => {
      expectStored(await server.post(fresh(2).join('\n'), { headers: { 'content-type': type } }), 2);
    },
  );
});

describe('the host', () => {
  const hostOfNewest = async (): Promise<string> => {
    const [row] = await server.services.database.query({
      text: 'select h.name from event e join host h on h.id = e.host_id order by e.batch_id desc, e.id desc limit 1',
      values: [],
    });
    return row?.['name'] as string;
  };

  it.each([
    ['is what the sender says', '?host=web-1', '{"evt":{},"hostname":"web-2","a":1}', 'web-1'],
    ['is what the document says', '', '{"evt":{},"hostname":"web-2","a":2}', 'web-2'],
    ['is the default one where nobody says', '', '{"evt":{},"a":3}', 'unknown'],
    ['is the default one where the sender says nothing', '?host=', '{"evt":{},"a":4}', 'unknown'],
    ['may have any letters', `?host=${encodeURIComponent('узел-😀/%')}`, '{"evt":{},"a":5}', 'узел-😀/%'],
    ['may be as long as any name', `?host=${'x'.repeat(255)}`, '{"evt":{},"a":6}', 'x'.repeat(255)],
  ])('%s', async (_, query, document, host) => {
    expectStored(await server.post(document, { query }), 1);

    expect(await hostOfNewest()).toBe(host);
  });

  it.each([
    ['given twice', '?host=a&host=b'],
    ['with a NUL', '?host=a%00'],
    ['that is longer than any name', `?host=${'x'.repeat(256)}`],
  ])('%s is refused', async (_, query) => {
    const { status, problem } = await server.post('{"evt":{}}', { query });

    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'input.invalid' });
    expect(problem.detail).toMatch(/^`host` is .*; give one name of at most 255 characters$/s);
  });
});
