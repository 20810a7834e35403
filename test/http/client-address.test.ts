import { describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { ClientAddresses } from '../../src/http/client-address.js';

describe('the address of a client', () => {
  it.each([
    [[], undefined],
    [[], '203.0.113.9'],
    [['127.0.0.1'], undefined],
    [['127.0.0.1'], '203.0.113.9'],
    [['127.0.0.1'], '203.0.113.9, 198.51.100.7'],
    [['127.0.0.0/8', '198.51.100.0/24'], '203.0.113.9,198.51.100.7'],
    [['127.0.0.0/8', '198.51.100.0/24'], '198.51.100.8, 198.51.100.7'],
    [['127.0.0.0/8', '2001:db8::/32'], '203.0.113.9, 2001:db8::7'],
    [['10.0.0.0/8'], '203.0.113.9'],
  ])('is what Fastify takes for it (trusted: %j, forwarded: %j)', async (proxies, forwarded) => {
    const app = Fastify({ trustProxy: proxies.length ? [...proxies] : false });
    const addresses = new ClientAddresses(proxies);
    app.get('/', (request) => [request.ip, addresses.of(request.raw)]);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });

    const answer = await fetch(url, forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } });
    const [fastify, ours] = (await answer.json()) as [string, string];
    await app.close();

    expect(ours).toBe(fastify);
  });
});
