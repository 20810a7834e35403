import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DocumentSplitter } from '../../src/ingest/document-splitter.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { retainedBytes } from './retained-bytes.js';
import { LIMITS, split } from './split.js';

const BOM = '\ufeff';

describe('NDJSON', () => {
  it.each<[string, string[]]>([
    ['{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['{"a":1}\n{"b":2}', ['{"a":1}', '{"b":2}']],
    ['{"a":1}\r\n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
    ['{"a":1}', ['{"a":1}']],
    ['\n\n{"a":1}\n\r\n \t\n\n{"b":2}\n\n', ['{"a":1}', '{"b":2}']],
    ['  {"a":1} \t\n\t{"b":2}  ', ['{"a":1}', '{"b":2}']],
    [`${BOM}{"a":1}\n{"b":2}`, ['{"a":1}', '{"b":2}']],
    [`{"a":1}\n${BOM}{"b":2}`, ['{"a":1}', '{"b":2}']],
    ['{"a":"}{][\\"\\\\"}\n{"b":"\\n"}', ['{"a":"}{][\\"\\\\"}', '{"b":"\\n"}']],
    ['{"a":1}\n1\nnull\n"x"\n[1]\ntrue', ['{"a":1}', '1', 'null', '"x"', '[1]', 'true']],
  ])('%j holds %j', (stream, documents) => {
    expect(split([stream]).documents).toEqual(documents);
  });

  it.each<[string, string]>([
    ['is cut short', '{"a":{"b":'],
    ['is cut short in a string', '{"a":"b'],
    ['is cut short behind a backslash', '{"a":"b\\'],
    ['lacks its beginning', '"b":1}}}'],
    ['is no JSON', 'error: disk full'],
    ['has a bracket too many', '{"a":1}]}'],
    ['opens a list', '{"a":[['],
    ['holds two objects', '{"a":1}{"b":2}'],
  ])('a first line that %s costs only itself', (_what, line) => {
    expect(split([`${line}\n{"b":2}\n{"c":3}\n`]).documents).toEqual([line, '{"b":2}', '{"c":3}']);
    expect(split([`${line}\r\n{"b":2}\r\n{"c":3}\r\n`]).documents).toEqual([line, '{"b":2}', '{"c":3}']);
    expect(split([`{"b":2}\n${line}\n{"c":3}\n`]).documents).toEqual(['{"b":2}', line, '{"c":3}']);
  });

  it.each(['\n', '\r\n', '\n\n\n'])(
    'a first line that is cut short costs only itself, blank lines (%j) behind it',
    (blank) => {
      expect(split([`{"a":{\n${blank}{"b":2}\n{"c":3}\n`]).documents).toEqual(['{"a":{', '{"b":2}', '{"c":3}']);
    },
  );

  it('counts documents from the beginning of the stream', () => {
    const { chunks } = split(['{"a":1}\n'.repeat(7)], { batchDocuments: 3 });

    expect(chunks.map(({ firstIndex, ranges }) => [firstIndex, ranges.length / 2])).toEqual([
      [0, 3],
      [3, 3],
      [6, 1],
    ]);
  });

  it('fills a chunk up to its bytes and no further', () => {
    const { chunks } = split(['{"a":1}\n'.repeat(100)], { batchBytes: 70 });

    expect(chunks.map(({ bytes }) => bytes.length)).toEqual(Array(10).fill(70));
  });
});

describe('a JSON array', () => {
  it.each<[string, string[]]>([
    ['[]', []],
    [' [ ] \n', []],
    ['[{"a":1}]', ['{"a":1}']],
    ['[{"a":1},{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['\n[\r\n  {"a":1} ,\n\t{"b":2}\n]\n', ['{"a":1}', '{"b":2}']],
    [`${BOM}[{"a":1}]`, ['{"a":1}']],
    ['[{"a":[1,[2,{}]]},[[],[{"b":2}]]]', ['{"a":[1,[2,{}]]}', '[[],[{"b":2}]]']],
    ['[{"a":"],[{\\"\\\\"},{"b":"\\\\\\""}]', ['{"a":"],[{\\"\\\\"}', '{"b":"\\\\\\""}']],
    ['[1,"a,]",null,true,-1.5e3]', ['1', '"a,]"', 'null', 'true', '-1.5e3']],
    ['[{\n"a":\n1\n}\n,\n{}]', ['{\n"a":\n1\n}', '{}']],
    ['[{"a":1},]', ['{"a":1}']],
    ['[{"a":1},{"b":]},{"c":3}]', ['{"a":1}', '{"b":]}', '{"c":3}']],
    ['[{"a":1},oops,{"c":3}]', ['{"a":1}', 'oops', '{"c":3}']],
    ['[{"a":1}]\n[{"b":2}]', ['{"a":1}', '[{"b":2}]']],
    ['[{"a":1}] trailing', ['{"a":1}', 'trailing']],
  ])('%j holds %j', (stream, documents) => {
    expect(split([stream])).toMatchObject({ documents, isInsideValue: false });
  });
});

describe('objects over many lines', () => {
  const pretty = (value: unknown, newline = '\n'): string => JSON.stringify(value, null, 2).replaceAll('\n', newline);
  const [first, second] = [
    { a: { b: [1, { c: '}\n{' }] }, d: '"\\' },
    { e: [], f: {} },
  ];

  it.each(['\n', '\r\n'])('one alone is one document (%j)', (newline) => {
    const text = pretty(first, newline);

    expect(split([text]).documents).toEqual([text]);
    expect(split([`${BOM}${newline}${text}${newline}`]).documents).toEqual([text]);
  });

  it.each(['\n', '\n\n', ' ', '', '\r\n'])('several come apart, whatever is between them (%j)', (between) => {
    const [one, two] = [pretty(first), pretty(second)];

    expect(split([[one, two, one].join(between)]).documents).toEqual([one, two, one]);
  });

  it('may be followed by compact ones', () => {
    expect(split([`${pretty(first)}\n{"b":2}\n{"c":3}`]).documents).toEqual([pretty(first), '{"b":2}', '{"c":3}']);
  });

  it('may open a list first', () => {
    expect(split(['{"a":[\n1,\n{"b":\n2}]}']).documents).toEqual(['{"a":[\n1,\n{"b":\n2}]}']);
  });
});

describe('a stream of nothing', () => {
  it.each(['', '\n', ' \r\n\t\n ', BOM, `${BOM}\n`])('holds no document: %j', (stream) => {
    expect(split([stream])).toMatchObject({ documents: [], chunks: [], isInsideValue: false });
    expect(split([...stream, ''])).toMatchObject({ documents: [], chunks: [] });
  });
});

describe('blanks without end', () => {
  it.each<[string, string, string]>([
    ['at the beginning', '', ' \n'],
    ['behind a byte order mark', BOM, '\n'],
    ['behind a first line that is cut short', '{"a":{\n', '\n'],
    ['behind a first line that is cut short, with CRLF', '{"a":{\r\n', '\r\n'],
    ['between lines', '{"a":1}\n', '\n'],
    ['between objects over many lines', '{\n"a":1}\n', '\n'],
    ['in an array', '[', ' \n'],
  ])('%s are read in a moment and in little memory', (_where, beginning, blanks) => {
    const splitter = new DocumentSplitter(LIMITS, {});
    const before = retainedBytes();

    push(splitter, Buffer.from(beginning));
    for (let i = 0; i < 200; i++) push(splitter, Buffer.alloc(65_536, blanks));
    expect(retainedBytes() - before).toBeLessThan(6 * 2 ** 20);
    expect(splitter.isInsideValue).toBe(beginning === '[');
  });
});

describe('a stream that ends too early', () => {
  it.each<[string, string[], boolean]>([
    ['{"a":1}\n{"b":', ['{"a":1}', '{"b":'], false],
    ['[{"a":1},{"b":', ['{"a":1}', '{"b": <stream_ended>'], true],
    ['[{"a":1},{"b":"x', ['{"a":1}', '{"b":"x <stream_ended>'], true],
    ['[{"a":1},', ['{"a":1}'], true],
    ['[', [], true],
    ['{\n"a":1,\n', ['{\n"a":1, <stream_ended>'], true],
    ['{\n"a":"\n', ['{\n"a":" <stream_ended>'], true],
  ])('by itself, %j, leaves %j', (stream, documents, isInsideValue) => {
    expect(split([stream])).toMatchObject({ documents, isInsideValue });
  });

  it.each<[string, string[]]>([
    ['{"a":1}\n{"b":2', ['{"a":1}', '{"b":2 <stream_ended>']],
    ['{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['[{"a":1},{"b":2', ['{"a":1}', '{"b":2 <stream_ended>']],
    ['{\n"a":1}\n{\n"b":', ['{\n"a":1}', '{\n"b": <stream_ended>']],
  ])('broken off from outside, %j, leaves %j', (stream, documents) => {
    expect(split([stream], {}, false).documents).toEqual(documents);
  });
});

describe('a document past the limit', () => {
  const limits = { maxDocumentBytes: 1000 };
  const big = `{"a":"${'x'.repeat(2000)}"}`;

  it.each([
    ['in NDJSON', `{"a":1}\n${big}\n{"b":2}\n`],
    ['in an array', `[{"a":1},${big},{"b":2}]`],
    ['among objects over many lines', `{\n"a":1}\n${big}\n{"b":2}`],
  ])('%s is marked, and its neighbours are not', (_where, stream) => {
    const { documents } = split([stream], limits);

    expect(documents.map((text) => / <.*>$/.exec(text)?.[0])).toEqual([undefined, ' <too_large>', undefined]);
  });

  it('is counted whole but kept only in its beginning', () => {
    const megabyte = Buffer.alloc(2 ** 20, 'x');
    const { chunks } = split(['{"b":2}\n{"a":"', ...Array<Buffer>(20).fill(megabyte), '"}\n{"c":3}\n'], limits);

    const byteLength = 20 * 2 ** 20 + '{"a":""}'.length;
    expect(chunks.flatMap(({ flawed }) => flawed)).toEqual([{ position: 1, byteLength, reason: 'too_large' }]);
    const [start, end] = [chunks[0]?.ranges[2] ?? 0, chunks[0]?.ranges[3] ?? 0];
    expect(end - start).toBe(16 * 2 ** 20);
  });

  it('of exactly the limit is none', () => {
    const exact = `{"a":"${'x'.repeat(992)}"}`;

    expect(split([`${exact}\n${exact} \n`], limits).documents).toEqual([exact, exact]);
  });

  it('of 200 MB costs a fraction of that in memory', () => {
    const splitter = new DocumentSplitter(LIMITS, {});
    const before = retainedBytes();

    for (let i = 0; i < 3200; i++) push(splitter, Buffer.alloc(65_536, 'x'));

    expect(retainedBytes() - before).toBeLessThan(24 * 2 ** 20);
    const [chunk] = [...splitter.end(true)];
    expect(chunk?.flawed).toEqual([{ position: 0, byteLength: 3200 * 65_536, reason: 'too_large' }]);
  });

  it('costs nothing once it has been handed over', () => {
    const splitter = new DocumentSplitter(LIMITS, {});
    const before = retainedBytes();

    for (let i = 0; i < 320; i++) push(splitter, Buffer.alloc(65_536, 'x'));
    expect(flawsIn(splitter, '\n{"a":1}\n')).toBe(1);

    expect(retainedBytes() - before).toBeLessThan(4 * 2 ** 20);
  });
});

describe('a stream that comes byte by byte', () => {
  it('costs no more memory than its documents are long', () => {
    const splitter = new DocumentSplitter(LIMITS, {});
    push(splitter, Buffer.from('{"a":1}\n{"b":"'));
    const before = retainedBytes();

    pushByteByByte(splitter, 1_000_000);

    expect(retainedBytes() - before).toBeLessThan(4 * 2 ** 20);
  });

  it.each<[string, string, number]>([
    ['', 'x', 300_000],
    [BOM, 'x', 300_000],
    ['{"a":{\n', 'x', 300_000],
    ['{"a":{\n', '\n', 70_000],
    [BOM, '\n', 70_000],
  ])('is read in a moment, %j and then %j %p times', (beginning, character, count) => {
    const splitter = new DocumentSplitter(LIMITS, {});

    push(splitter, Buffer.from(beginning));
    pushByteByByte(splitter, count, character);
  });
});

function flawsIn(splitter: DocumentSplitter, text: string): number {
  return [...splitter.push(Buffer.from(text))].flatMap(({ flawed }) => flawed).length;
}

/** For bytes that complete no chunk. */
function push(splitter: DocumentSplitter, bytes: Buffer): void {
  expect([...splitter.push(bytes)]).toEqual([]);
}

function pushByteByByte(splitter: DocumentSplitter, count: number, character = 'x'): void {
  const bytes = Buffer.alloc(65_536, character);
  for (let i = 0; i < count; i++) {
    for (const _chunk of splitter.push(bytes.subarray(i % 65_536, (i % 65_536) + 1)))
      throw new Error('Nothing is full');
  }
}

describe('wherever a stream is cut into pieces', () => {
  const document = fc.oneof(
    contractDocument('csm-7.57', { maxAncestors: 3 }),
    fc.constantFrom(
      '{"a":"é😀\\"\\\\"}',
      '{"a":"\\ud83d\\ude00"}',
      '{"a":{"b":[]}}',
      '{"a":',
      '}',
      '"x',
      'oops',
      '[1]',
      '1',
    ),
  );
  const stream = fc.oneof(
    fc
      .tuple(fc.array(document, { maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\n\n', '  \r\n \t'))
      .map(([documents, newline]) => documents.join(newline)),
    fc.array(document, { maxLength: 5 }).map((documents) => `[${documents.join(' ,\n')}]`),
    fc
      .tuple(
        fc.array(contractDocument('cws-7.40', { maxAncestors: 3 }), { maxLength: 3 }),
        fc.constantFrom('\n', '', ' '),
      )
      .map(([documents, between]) => documents.map((text) => text.replace('{', '{\n')).join(between)),
    fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', '\n', ' ', 'é', 'a', '1', ':'),
      maxLength: 30,
    }),
  );
  const bom = fc.constantFrom('', '', BOM);

  it('it holds the same documents', () => {
    fc.assert(
      fc.property(bom, stream, fc.array(fc.nat(), { maxLength: 20 }), fc.boolean(), (mark, text, cuts, isWhole) => {
        const bytes = Buffer.from(mark + text);
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
        const pieces = [...places, bytes.length].map((end, i) => bytes.subarray(places[i - 1] ?? 0, end));

        const inPieces = split(pieces, {}, isWhole);

        const atOnce = split([bytes], {}, isWhole);
        expect(inPieces.documents).toEqual(atOnce.documents);
        expect(inPieces.isInsideValue).toBe(atOnce.isInsideValue);
      }),
      { numRuns: 200 },
    );
  });

  it('it holds the same documents when it comes byte by byte', () => {
    fc.assert(
      fc.property(bom, stream, (mark, text) => {
        const bytes = Buffer.from(mark + text);

        expect(split([...bytes].map((byte) => Buffer.of(byte))).documents).toEqual(split([bytes]).documents);
      }),
      { numRuns: 200 },
    );
  });

  it('a byte order mark before a later line is taken off all the same', () => {
    const bytes = Buffer.from(`{"a":1}\n${BOM}{"b":2}`);

    for (let at = 0; at <= bytes.length; at++) {
      expect(split([bytes.subarray(0, at), bytes.subarray(at)]).documents).toEqual(['{"a":1}', '{"b":2}']);
    }
  });
});

it('gives every document of a list of documents back, in order', () => {
  fc.assert(
    fc.property(fc.array(contractDocument('csm-7.55'), { maxLength: 8 }), (documents) => {
      expect(split([documents.join('\n')]).documents).toEqual(documents);
      expect(split([`[${documents.join(',')}]`]).documents).toEqual(documents);
    }),
    { numRuns: 200 },
  );
});
