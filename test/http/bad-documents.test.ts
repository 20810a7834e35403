import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from './test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

let made = 0;
const good = (): string => `{"evt":{"name":"exec"},"number":${made++}}`;
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

interface BadDocument {
  readonly raw: string | Buffer;
  readonly code: string;
  readonly pointer?: string;
  readonly message: string | RegExp;
}

/** Documents that are no events. None has a line end, so that they can stand in NDJSON too. */
const bad: Readonly<Record<string, BadDocument>> = {
  'a text that is no JSON': { raw: '{"evt":{},}', code: 'document.not_json', message: /^The document is not JSON: / },
  'a bare word': { raw: 'undefined', code: 'document.not_json', message: /^The document is not JSON: / },
  'a number that is malformed': { raw: '{"a":01}', code: 'document.not_json', message: /^The document is not JSON: / },
  'two documents without a line end': { raw: '{"a":1}{"b":2}', code: 'document.not_json', message: /not JSON/ },
  'invalid UTF-8': { raw: bytes('{"a":"', [0xc3, 0x28], '"}'), code: 'document.not_utf8', message: /not valid UTF-8/ },
  'an overlong encoding': { raw: bytes('{"a":"', [0xc0, 0xaf], '"}'), code: 'document.not_utf8', message: /UTF-8/ },
  'an encoded surrogate': {
    raw: bytes('{"a":"', [0xed, 0xa0, 0x80], '"}'),
    code: 'document.not_utf8',
    message: /UTF-8/,
  },
  'UTF-16': { raw: Buffer.from('{"a":1}', 'utf16le'), code: 'document.not_json', message: /not JSON/ },
  'a list': {
    raw: '[{"evt":{}}]',
    code: 'document.not_object',
    message: 'An event is a JSON object, but this document is a list',
  },
  'a string': {
    raw: '"{}"',
    code: 'document.not_object',
    message: 'An event is a JSON object, but this document is a string',
  },
  null: { raw: 'null', code: 'document.not_object', message: 'An event is a JSON object, but this document is null' },
  'a huge number': {
    raw: '18446744073709551615',
    code: 'document.not_object',
    message: 'An event is a JSON object, but this document is a number',
  },
  'a pid as text': {
    raw: '{"evt":{},"process":{"pid":"12"}}',
    code: 'field.wrong_type',
    pointer: '/process/pid',
    message: '/process/pid must be an integer, but is the string "12"; correct it and send the document again',
  },
  'a fraction in place of an integer': {
    raw: '{"evt":{},"process":{"ancestors":[{},{"pid":1.5}]}}',
    code: 'field.wrong_type',
    pointer: '/process/ancestors/1/pid',
    message:
      '/process/ancestors/1/pid must be an integer, but is the number 1.5; correct it and send the document again',
  },
  'an object in place of a list': {
    raw: '{"evt":{},"process":{"args":{}}}',
    code: 'field.wrong_type',
    pointer: '/process/args',
    message: '/process/args must be a list, but is an object; correct it and send the document again',
  },
  'a wrong type under a key with a slash': {
    raw: '{"evt":{},"process":{"user_session":{"k8s_extra":{"a/b~c":1}}}}',
    code: 'field.wrong_type',
    pointer: '/process/user_session/k8s_extra/a~1b~0c',
    message: /a list, but is a number;/,
  },
  'a NUL': {
    raw: '{"evt":{},"process":{"comm":"a\\u0000b"}}',
    code: 'document.unstorable_text',
    pointer: '/process/comm',
    message: /^\/process\/comm holds a NUL character, /,
  },
  'a NUL in a key': { raw: '{"a":{"b\\u0000":1}}', code: 'document.unstorable_text', pointer: '/a', message: /NUL/ },
  'a NUL as it stands': { raw: bytes('{"a":"', [0], '"}'), code: 'document.not_json', message: /not JSON/ },
  'half of a surrogate pair': {
    raw: '{"a":[1,"\\ud83d"]}',
    code: 'document.unstorable_text',
    pointer: '/a/1',
    message: /^\/a\/1 holds half of a surrogate pair, /,
  },
  'the halves of a pair in the wrong order': {
    raw: '{"a":"\\ude00\\ud83d"}',
    code: 'document.unstorable_text',
    pointer: '/a',
    message: /half of a surrogate pair/,
  },
  'a key that stands twice': {
    raw: '{"evt":{},"process":{"pid":1,"comm":"a","pid":2}}',
    code: 'document.duplicate_key',
    pointer: '/process/pid',
    message: /^\/process\/pid stands more than once /,
  },
  'a key that stands twice in two spellings': {
    raw: '{"a":[{"b":1,"\\u0062":2}]}',
    code: 'document.duplicate_key',
    pointer: '/a/0/b',
    message: /more than once/,
  },
  'the key __proto__ twice': {
    raw: '{"__proto__":1,"__proto__":2}',
    code: 'document.duplicate_key',
    pointer: '/__proto__',
    message: /more than once/,
  },
  '10,000 levels of lists': {
    raw: `{"a":${'['.repeat(9999)}${']'.repeat(9999)}}`,
    code: 'document.too_deep',
    message: 'The document nests 10000 levels deep; at most 500 are stored',
  },
  '10,000 levels of objects': {
    raw: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    code: 'document.too_deep',
    message: 'The document nests 10000 levels deep; at most 500 are stored',
  },
  'two megabytes': {
    raw: `{"evt":{},"padding":"${'x'.repeat(2_097_152)}"}`,
    code: 'document.too_large',
    message: /^The document has 2097\d{3} bytes; at most 1572864 are stored /,
  },
};

const cases = Object.entries(bad);
/** In NDJSON a list on the first line would open an array, so an event stands there. */
const layouts: Readonly<Record<string, (documents: readonly Buffer[]) => Buffer>> = {
  'a line': (documents) => join(documents, '\n'),
  'an element of an array': (documents) => bytes('[', ...[join(documents, ',')].map((body) => [...body]), ']'),
};
const join = (documents: readonly Buffer[], separator: string): Buffer =>
  Buffer.concat(documents.flatMap((document, i) => (i ? [Buffer.from(separator), document] : [document])));

/** Cannot be cut out of an array: the quote that is missing takes the rest of the body along. */
describe.each(Object.entries(layouts))('as %s,', (layout, write) => {
  it.each(cases.filter(([name]) => layout === 'a line' || name !== 'UTF-16'))(
    '%s becomes a dead letter, and its neighbours events',
    async (_, { raw, code, pointer = '', message }) => {
      const body = write([good(), raw, good(), raw, good()].map((document) => Buffer.from(document as string)));

      const { status, report } = await server.post(body);

      const letter = {
        code,
        pointer,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      };
      expect({ status, ...report }).toEqual({
        status: 200,
        received: 5,
        stored: 3,
        duplicates: 0,
        deadLetters: [
          { index: 1, ...letter },
          { index: 3, ...letter },
        ],
        deadLetterCount: 2,
        batch: expect.any(Number),
      });
    },
  );
});

describe('a dead letter', () => {
  const stored = async (code: string) => {
    const [row] = await server.services.database.query({
      text: `select l.code, l.pointer, l.message, l.raw, l.byte_length::int as length, h.name as host, l.received_at
               from dead_letter l join host h on h.id = l.host_id where l.code = $1 order by l.batch_id desc limit 1`,
      values: [code],
    });
    return row;
  };

  it('is kept byte for byte, with its host and the reason', async () => {
    const raw = bytes('{"a":"', [0xff, 0xfe, 0x00], ' \t"}');

    const { report } = await server.post(raw, { query: '?host=db-7' });

    expect(await stored('document.not_utf8')).toEqual({
      code: 'document.not_utf8',
      pointer: '',
      message: report.deadLetters[0]?.message,
      raw,
      length: raw.length,
      host: 'db-7',
      received_at: expect.any(Date),
    });
  });

  it('of any size is kept whole up to 16 MiB', async () => {
    const raw = `{"evt":{},"padding":"${'é'.repeat(1_500_000)}"}`;

    await server.post(raw);

    const row = await stored('document.too_large');
    expect(row?.['length']).toBe(Buffer.byteLength(raw));
    expect((row?.['raw'] as Buffer).equals(Buffer.from(raw))).toBe(true);
  });

  it('past that is kept as its beginning, with the length that it had', async () => {
    const length = 20 * 2 ** 20;
    const chunk = Buffer.alloc(2 ** 20, 'y');
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(chunk);
        if (++sent === 20) controller.close();
      },
    });

    const { report } = await server.post(body);

    expect(report).toMatchObject({ received: 1, stored: 0, deadLetterCount: 1 });
    const row = await stored('document.too_large');
    expect(row?.['length']).toBe(length);
    expect((row?.['raw'] as Buffer).length).toBe(16 * 2 ** 20);
  });
});

describe('a date', () => {
  it.each([
    ['of the year 1', '0001-01-01T00:00:00Z'],
    ['of 1970 itself', '1970-01-01T01:00:00+01:00'],
    ['of the year 2999', '2999-06-01T00:00:00Z'],
    ['of the year 9999', '9999-12-31T23:59:59.999999999Z'],
    ['that is none', 'yesterday'],
  ])('%s is kept as it is, and the time of receipt orders the event', async (_, date) => {
    const before = Date.now();

    const { report } = await server.post(`{"evt":{},"date":"${date}","number":${made++}}`);

    expect(report).toMatchObject({ stored: 1, deadLetterCount: 0 });
    const answer = await server.graphql<Newest>('{ securityEvents(first: 1) { nodes { date time timeSource } } }');
    const [event] = answer.data.securityEvents.nodes;
    expect(event).toMatchObject({ date, timeSource: 'RECEIPT' });
    expect(Date.parse(event?.time ?? '')).toBeGreaterThanOrEqual(before);
  });
});

interface Newest {
  readonly securityEvents: {
    readonly nodes: readonly { readonly date: string; readonly time: string; readonly timeSource: string }[];
  };
}

describe('a stream of garbage', () => {
  it('is answered with its first thousand dead letters, and stored with all', async () => {
    const body = Array.from({ length: 2500 }, (_, i) => `garbage ${i}`).join('\n');

    const { status, report } = await server.post(body);

    expect({ status, ...report }).toMatchObject({ status: 200, received: 2500, stored: 0, deadLetterCount: 2500 });
    expect(report.deadLetters.map(({ index }) => index)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const [row] = await server.services.database.query({
      text: "select count(*)::int as n from dead_letter where position('garbage '::bytea in raw) = 1",
      values: [],
    });
    expect(row?.['n']).toBe(2500);
  });
});
