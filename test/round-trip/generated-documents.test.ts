import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../../src/event-format/contract.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { RoundTrip } from './round-trip.js';

let roundTrip: RoundTrip;

beforeAll(async () => {
  roundTrip = await RoundTrip.start();
});

afterAll(() => roundTrip.server.close());

const names = contracts.map(({ name }) => name);

describe('a generated document', () => {
  it.each(names)('of %s comes back as it was sent', async (name) => {
    const batch = fc.array(contractDocument(name), { minLength: 1, maxLength: 30 });

    await fc.assert(
      fc.asyncProperty(batch, (documents) => roundTrip.expectAllBack(documents)),
      {
        endOnFailure: !!process.env.EOF,
        ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
        numRuns: Number(process.env.RUNS ?? 6),
      },
    );
  });
});
void expect;
