import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../../src/event-format/contract.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { RoundTrip } from './round-trip.js';

/** Shrinking documents of megabytes takes long, and what it has found when the time is up will do. */
const RUNS = { numRuns: 5, interruptAfterTimeLimit: 20_000 };

let roundTrip: RoundTrip;

beforeAll(async () => {
  roundTrip = await RoundTrip.start();
});

afterAll(() => roundTrip.server.close());

describe('a generated document', () => {
  it.each(contracts.map(({ name }) => name))('of %s comes back as it was sent', async (name) => {
    const batch = fc.array(contractDocument(name), { minLength: 1, maxLength: 30 });

    await fc.assert(
      fc.asyncProperty(batch, (documents) => roundTrip.expectAllBack(documents)),
      RUNS,
    );
  });

  it.each(contracts.map(({ name }) => name))('of %s with all of its fields comes back as it was sent', async (name) => {
    const document = contractDocument(name, { density: 1, maxAncestors: 3 });

    await fc.assert(
      fc.asyncProperty(document, (whole) => roundTrip.expectAllBack([whole])),
      { ...RUNS, numRuns: 3 },
    );
  });
});
