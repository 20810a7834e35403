import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../../src/event-format/contract.js';
import { stringifyLossless } from '../../src/event-format/lossless-json.js';
import { snapshotIds } from '../../src/ingest/normalizer.js';
import { canonicalJson } from '../event-format/canonical-json.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { MemoryDatabase, newNormalizer, normalize } from './memory-database.js';

/** Everything but Postgres: each document, sent one after the other to one normalizer, comes back as it was. */
async function expectRoundTrip(...documents: readonly string[]): Promise<void> {
  const database = new MemoryDatabase();
  const normalizer = newNormalizer(database.resolver);
  for (const document of documents) {
    const batch = await normalize(normalizer, [document], { host: 'h' });
    const [id] = database.commit(batch);
    normalizer.learn(snapshotIds(batch));
    expect(batch.deadLetters).toEqual([]);
    if (id === undefined) continue;
    expect(canonicalJson(stringifyLossless(await database.document(id)))).toBe(canonicalJson(document));
  }
}

describe('what goes in comes out', () => {
  it.each([
    '{}',
    '{"evt":{}}',
    '{"evt":{},"hostname":"h"}',
    '{"evt":{},"hostname":"other"}',
    '{"evt":{},"hostname":null}',
    '{"evt":{},"process":{}}',
    '{"evt":{},"process":null,"file":null,"agent":null,"container":null,"network":null,"signal":null}',
    '{"evt":{},"process":{"ancestors":[],"parent":{}}}',
    '{"evt":{},"process":{"ancestors":[{},{},{}]}}',
    '{"evt":{},"process":{"ancestors":[{"pid":1},{"pid":1}],"variables":{},"truncated_ancestors":false}}',
    '{"evt":{},"signal":{"target":{"ancestors":[{"pid":1}]}},"ptrace":{"tracee":{}},"usr":{}}',
    '{"evt":{},"file":{"path":"a","destination":{"path":"b"}},"container":{"id":"c","created_at":"never"}}',
    '{"evt":{},"mmap":{"offset":18446744073709551615,"length":1e3},"dns":{"id":-0}}',
    '{"evt":{},"process":{"pid":1e3,"executable":{"inode":1.0}},"network":{"source":{"ip":"::1","port":-0}}}',
    '{"evt":{},"kind":"mine","rule_id":"mine","id":1,"payload":{},"exact":[1.0],"names_host":true,"host_id":1e3}',
    '{"agent":{"rule_id":"r","rule_actions":[1.0]},"process":{"pid":"free","ancestors":[1],"executable":"free"},"file":[]}',
    '{"agent":{"rule_id":"r"},"date":1,"usr":[],"network":{"device":[],"source":"free"},"title":{}}',
  ])('%s', async (document) => {
    await expectRoundTrip(document, document);
  });

  it.each(['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'toJSON', 'length', '0', ''])(
    'a key %j at every level',
    async (key) => {
      const name = JSON.stringify(key);
      const odd = `${name}:{${name}:[{${name}:1.0}]}`;

      await expectRoundTrip(
        `{${odd},"evt":{${odd}},"process":{${odd},"executable":{${odd}},"ancestors":[{${odd}}],"parent":{${odd}}},"file":{${odd},"destination":{${odd}}},"network":{${odd},"device":{${odd}}},"agent":{${odd}},"signal":{${odd},"target":{${odd}}}}`,
        `{${name}:1,"evt":{}}`,
        `{"evt":{},"agent":{"rule_id":"r"},"process":{"pid":1},${name}:1e3}`,
      );
    },
  );

  it.each(contracts)('any documents of $name', async ({ name }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(contractDocument(name), { minLength: 1, maxLength: 3 }), async (documents) => {
        await expectRoundTrip(...documents, ...documents);
      }),
      { numRuns: 30 },
    );
  });

  it.each(contracts)('documents of $name with every field', async ({ name }) => {
    await fc.assert(
      fc.asyncProperty(contractDocument(name, { density: 1, maxAncestors: 3 }), async (document) => {
        await expectRoundTrip(document, document);
      }),
      { numRuns: 5 },
    );
  });
});
