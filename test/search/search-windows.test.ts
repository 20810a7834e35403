import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchWindows } from '../../src/search/search-windows.js';
import { startTestServer } from '../http/test-server.js';

const DAY = 86_400_000;
const MIB = 2 ** 20;

describe('windows of a search', () => {
  it.each(['asc', 'desc'] as const)('%s are the range, piece by piece, whatever is stored', (direction) => {
    const days = fc
      .array(fc.nat(60), { maxLength: 20 })
      .map((sizes) => sizes.map((size, i) => ({ day: i * DAY, bytes: size * MIB })));
    const time = fc.option(fc.integer({ min: -DAY, max: 25 * DAY }), { nil: undefined });
    fc.assert(
      fc.property(days, time, time, (stored, from, to) => {
        const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
        const windows = searchWindows(range, stored, direction);
        if (from !== undefined && to !== undefined && from >= to) return expect(windows).toEqual([]);

        const inOrder = direction === 'asc' ? windows : windows.toReversed();
        expect(inOrder[0]?.from).toBe(from);
        expect(inOrder.at(-1)?.to).toBe(to);
        for (const [i, { to: end }] of inOrder.slice(0, -1).entries()) expect(inOrder[i + 1]?.from).toBe(end);
      }),
    );
  });
});

describe('a search', () => {
  it('finds what was stored a moment ago, on a day that had no events', async () => {
    const server = await startTestServer();
    const query = '{ securityEvents(filter: { evt: { name: { eq: "exec" } } }) { nodes { time } } }';

    const before = await server.graphql(query);
    for (const day of ['2025-03-01', '2025-03-02']) {
      await server.post(`{"evt":{"name":"exec"},"date":"${day}T00:00:00Z"}`);
    }
    await server.post(`{"evt":{"name":"exec"},"date":"${new Date().toISOString()}"}`);
    const after = await server.graphql<{ securityEvents: { nodes: object[] } }>(query);
    await server.close();

    expect(before.data).toEqual({ securityEvents: { nodes: [] } });
    expect(after.data.securityEvents.nodes).toHaveLength(3);
  });
});
