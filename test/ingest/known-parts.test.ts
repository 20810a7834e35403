import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../../src/event-format/contract.js';
import { KnownPart } from '../../src/event-format/known-part.js';
import { KnownParts } from '../../src/ingest/known-parts.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { decode, spelledOut } from './decode.js';
import { MemoryResolver, newNormalizer, normalize } from './memory-database.js';
import { retainedBytes } from './retained-bytes.js';

/** What came before must not show: each document is taken, or refused, as if it were the first. */
function expectNoMemory(...documents: readonly string[]): void {
  const known = new KnownParts();
  for (const document of documents) {
    expect(spelledOut(decode(document, known))).toEqual(spelledOut(decode(document)));
  }
}

const EXEC =
  '{"evt":{"name":"exec"},"agent":{"rule_id":"r"},"container":{"id":"c"},"process":{"pid":1.0,"executable":{"path":"a"},"ancestors":[{"pid":2},{"pid":3,"executable":{"inode":18446744073709551615}}]}}';

describe('parts that earlier documents had', () => {
  it('stand for what they say', () => {
    const known = new KnownParts();
    decode(EXEC, known);

    const again = decode(EXEC, known);

    expect(spelledOut(again)).toEqual(spelledOut(decode(EXEC)));
    const document = again.kind === 'document' ? again.document : {};
    expect(document['container']).toBeInstanceOf(KnownPart);
    expect((document['process'] as { ancestors: unknown[] }).ancestors[1]).toBeInstanceOf(KnownPart);
  });

  it.each<[string, ...string[]]>([
    [
      'in another place',
      EXEC,
      '{"evt":{},"container":{"id":"c"},"cgroup":{"id":"c"},"process":{"container":{"id":"c"},"parent":{"pid":2}}}',
    ],
    [
      'in a place of another kind',
      EXEC,
      '{"evt":{},"cgroup":{"rule_id":"r"},"agent":{"id":"c"},"process":{"parent":{"path":"a"},"executable":{"pid":2}}}',
    ],
    [
      'where a list should be',
      EXEC,
      '{"evt":{},"process":{"ancestors":{"pid":2}}}',
      '{"evt":{},"process":{"executable":[{"path":"a"}]}}',
    ],
    ['in a list of lists', EXEC, '{"evt":{},"process":{"ancestors":[[{"pid":2}]]}}'],
    [
      'among other things in a list',
      EXEC,
      '{"evt":{},"process":{"ancestors":[{"pid":2},{"pid":9},{"pid":2},{"pid":3}]}}',
    ],
    ['beside what is no object', EXEC, '{"evt":{},"process":{"ancestors":[{"pid":2},7,{"pid":2}]}}'],
    [
      'under an unknown key',
      EXEC,
      '{"evt":{},"unknown":{"id":"c"},"file":{"executable":{"path":"a"},"container":{"id":"c"}}}',
    ],
    [
      'with white space',
      EXEC,
      '{"evt":{},"container" : {"id":"c"} ,"process":{"ancestors":[ {"pid":2} , {"pid":2} ]}}',
    ],
    ['with more behind', EXEC, '{"evt":{},"container":{"id":"c","x":1},"process":{"ancestors":[{"pid":2,"pid":2}]}}'],
    ['twice', EXEC, '{"evt":{},"container":{"id":"c"},"container":{"id":"c"}}'],
    [
      'once known, once not',
      EXEC,
      '{"evt":{},"container":{"id":"c"},"container":{"id":"d"}}',
      '{"evt":{},"container":{"id":"d"},"container":{"id":"c"}}',
    ],
    [
      'under a key written with an escape',
      EXEC,
      '{"evt":{},"contain\\u0065r":{"id":"c"},"proc\\u0065ss":{"executable":{"path":"a"}}}',
    ],
    ['under a key written in both ways', EXEC, '{"evt":{},"container":{"id":"c"},"contain\\u0065r":{"id":"c"}}'],
    [
      'in a process that stands twice',
      EXEC,
      '{"evt":{},"process":{"executable":{"path":"a"}},"process":7}',
      '{"evt":{},"process":{"executable":{"path":"a"}},"process":{}}',
    ],
    ['in a process that is a list', EXEC, '{"evt":{},"process":[{"executable":{"path":"a"}}]}'],
    ['in a document that is a list', EXEC, `[${EXEC}]`, '[{"container":{"id":"c"}}]'],
    ['beside a suspect escape', EXEC, EXEC.replace('"exec"', '"\\ud83d\\ude00"'), EXEC.replace('"exec"', '"\\u0000"')],
    ['beside a wrong type', EXEC, EXEC.replace('"exec"', '7'), EXEC.replace('1.0', '"1"')],
    ['in a document cut short', EXEC, EXEC.slice(0, -1), EXEC.slice(0, -20), EXEC.slice(0, 70)],
    ['in a document past its depth', EXEC, EXEC.replace('"exec"', '['.repeat(500) + ']'.repeat(500))],
    [
      'with nothing in them',
      '{"evt":{},"container":{},"process":{"ancestors":[{},{}]}}',
      '{"evt":{},"container":{},"process":{"ancestors":[{}],"executable":{}}}',
    ],
  ])('change nothing %s', (_where, ...documents) => {
    expectNoMemory(...documents);
  });

  it.each<[string, ...string[]]>([
    ['{"evt":{},"container":{}}', '{"evt":{},"container":null,{}:2}', '{"evt":{},"container":null,{} : 2}'],
    ['{"evt":{},"container":{}}', '{"evt":{},"container":{},{}:2}', '{"evt":{},"container":[{}:2]}'],
    ['{"evt":{},"process":{"executable":{}}}', '{"evt":{},"process":{"executable":null,{}:2}}'],
    [
      '{"evt":{},"container":{}}',
      '{"evt":{},"container":{}{}}',
      '{"evt":{},"container":{}"a"}',
      '{"evt":{},"container" {}}',
    ],
    [
      '{"evt":{},"container":{}}',
      '{"evt":{},"container":{}}}',
      '{"evt":{},"container":{}]',
      '{"evt":{},"container":{}:1}',
    ],
  ])('do not make JSON of what is none: after %s', (...documents) => {
    expectNoMemory(...documents);
  });

  it.each([
    '{"agent":{"rule_id":"heartbeat"},"process":{"pid":"free"}}',
    '{"agent":{"rule_id":"heartbeat"},"container":{"id":"c"},"evt":null,"date":1}',
    '{"agent":{"rule_id":"r"},"container":[{"id":"c"}]}',
    '{"agent":{"rule_id":"r"},"process":{"executable":[{"id":"c"}],"ancestors":"free"}}',
    '{"agent":[{"rule_id":"heartbeat"}],"container":{"id":"c"}}',
  ])('leave a report its free form: %s', (report) => {
    expectNoMemory(
      '{"evt":{},"agent":{"rule_id":"heartbeat"},"container":{"id":"c"},"process":{"executable":{"id":"c"}}}',
      report,
      report,
    );
  });

  it('that only a report had are not remembered', () => {
    expectNoMemory(
      '{"agent":{"rule_id":"heartbeat"},"container":{"id":7},"process":{"ancestors":[{"pid":"free"}]}}',
      '{"evt":{},"container":{"id":7}}',
      '{"evt":{},"process":{"ancestors":[{"pid":"free"}]}}',
    );
  });

  it.each(contracts)('change nothing for any documents of $name, whole or broken', ({ name }) => {
    const document = contractDocument(name, { maxAncestors: 3, density: 0.5 });
    const edit = fc.tuple(
      fc.nat(),
      fc.nat({ max: 2 }),
      fc.constantFrom('', ',', ':', '{', '}', '[', ']', '"', '1', 'null'),
    );
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 3 }),
        fc.array(edit, { maxLength: 6 }),
        (first, edits) => {
          const broken = edits.map(([place, dropped, inserted], i) => {
            const text = first[i % first.length] as string;
            const at = place % text.length;
            return text.slice(0, at) + inserted + text.slice(at + dropped);
          });

          expectNoMemory(...first, ...first, ...broken, ...first);
        },
      ),
      { numRuns: 12 },
    );
  });

  it.each(contracts)('change nothing for documents of $name with parts exchanged between them', ({ name }) => {
    const document = contractDocument(name, { maxAncestors: 3, density: 0.7 });
    fc.assert(
      fc.property(document, document, fc.nat(), (one, other, at) => {
        const objects = one.match(/\{[^{}]*\}/g) ?? ['{}'];
        const places = other.match(/\{[^{}]*\}/g) ?? ['{}'];
        const mixed = other.replace(places[at % places.length] as string, () => objects[at % objects.length] as string);

        expectNoMemory(one, other, mixed, mixed, one);
      }),
      { numRuns: 12 },
    );
  });
});

it('cost their bytes, and not the much larger objects that those say', async () => {
  const normalizer = newNormalizer(new MemoryResolver());
  const lists = Array(100_000).fill('[]').join(',');
  const before = retainedBytes();

  for (let i = 0; i < 12; i++) {
    await normalize(normalizer, [`{"evt":{},"agent":{"rule_id":"${i}","rule_actions":[${lists}]}}`]);
  }

  // 12 parts of 300 kB.
  expect(retainedBytes() - before).toBeLessThan(12 * 2 ** 20);
});

describe('a mark that stands in for a part', () => {
  it('never shows', () => {
    const known = new KnownParts();
    const documents = [
      EXEC,
      '{"evt":{},"container":null,{}:2}',
      '{"evt":{},"process":{"executable":{"path":"a"}},"process":7}',
      '{"evt":{},"process":{"executable":{"path":"a"},"executable":null}}',
      '{"evt":{},"container":[{"id":"c"}]}',
      '{"agent":{"rule_id":"r"},"container":[[{"id":"c"}],{"id":"c"}]}',
    ];

    for (const document of ['{"evt":{},"container":{}}', ...documents, ...documents]) {
      expect(JSON.stringify(spelledOut(decode(document, known)))).not.toMatch(/part:[0-9a-f]{8}/);
    }
  });
});
