import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulatedDocument } from '../../src/simulator/simulation-options.js';
import { simulate } from '../../src/simulator/simulate.js';
import { RoundTrip } from './round-trip.js';

const HOUR = 3_600_000;

let roundTrip: RoundTrip;
let documents: readonly SimulatedDocument[];

beforeAll(async () => {
  roundTrip = await RoundTrip.start();
  const start = new Date(Date.now() - HOUR);
  documents = [...simulate({ events: 240, hosts: 5, seed: 11, start, duration: HOUR })];
});

afterAll(() => roundTrip.server.close());

describe('the simulated stream', () => {
  it('holds documents of every contract, reports of agents and documents newer than all', () => {
    const contracts = new Set(documents.map(({ contract }) => contract));
    const reports = documents.filter(({ text }) => !text.includes('"evt":'));

    expect([...contracts].map(String).sort()).toEqual(['csm-7.55', 'csm-7.57', 'cws-7.40', 'cws-7.44', 'null']);
    expect(reports.length).toBeGreaterThan(0);
    expect(documents.filter(({ contract }) => contract === null).length).toBeGreaterThan(reports.length);
  });

  it('comes back as it was sent', async () => {
    await roundTrip.expectAllBack(documents.map(({ text }) => text));
  });

  it('is stored once, however often it is sent', async () => {
    const body = documents.map(({ text }) => text).join('\n');
    const first = await roundTrip.server.post(body);

    const second = await roundTrip.server.post(body);

    expect(first.report).toMatchObject({ received: 240, stored: 240, duplicates: 0, deadLetterCount: 0 });
    expect(second.report).toMatchObject({ received: 240, stored: 0, duplicates: 240, batch: null });
  });
});
