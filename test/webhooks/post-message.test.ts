import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { DeliveryOutcome } from '../../src/webhooks/delivery-outcome.js';
import { EndpointAddresses, type Lookup } from '../../src/webhooks/endpoint-address.js';
import { postMessage, type PostOptions } from '../../src/webhooks/post-message.js';
import { eventually } from '../http/eventually.js';
import { accept, answer, Endpoint, type Answer } from './endpoint.js';
import { TEST_CERTIFICATE } from './test-certificate.js';

const loopback: Lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
const allowing = new EndpointAddresses(['127.0.0.1'], loopback);

let endpoint: Endpoint;
let elsewhere: Endpoint;
let encrypted: Endpoint;

beforeAll(async () => {
  [endpoint, elsewhere, encrypted] = await Promise.all([
    Endpoint.start(),
    Endpoint.start(),
    Endpoint.start(TEST_CERTIFICATE),
  ]);
});

afterAll(() => Promise.all([endpoint, elsewhere, encrypted].map((each) => each.close())));

const post = (url: string, options: Partial<PostOptions> = {}): Promise<DeliveryOutcome> =>
  postMessage(
    { url: new URL(url), headers: { 'webhook-id': 'msg_1' }, body: '{"ü":1}' },
    { addresses: allowing, timeout: 5_000, ...options },
  );

/** Answers with a head and then goes on as it likes. */
function begin(goOn: (response: ServerResponse) => void, status = 200): Answer {
  return (response) => {
    response.writeHead(status);
    response.write('x', () => goOn(response));
  };
}

function endlessly(status: number): Answer {
  return begin((response) => {
    const timer = setInterval(() => response.write('x'.repeat(8_192)), 1);
    response.once('close', () => clearInterval(timer));
  }, status);
}

describe('postMessage', () => {
  it('posts JSON and is content with a 2xx', async () => {
    endpoint.received.length = 0;
    endpoint.answer = answer(202);

    const outcome = await post(endpoint.url('/a?b=c'));

    expect(outcome).toEqual({
      status: 202,
      failure: undefined,
      error: undefined,
      retryAfter: undefined,
      duration: expect.any(Number),
    });
    expect(endpoint.received).toMatchObject([
      {
        path: '/a?b=c',
        text: '{"ü":1}',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': '8',
          'webhook-id': 'msg_1',
          'user-agent': expect.stringMatching(/^Spoor\//),
        },
      },
    ]);
  });

  it.each<[string, Answer, Partial<DeliveryOutcome>]>([
    ['an error', answer(500), { status: 500, failure: 'STATUS', error: 'The endpoint answers 500' }],
    ['that it is gone', answer(410), { status: 410, failure: 'STATUS' }],
    [
      'when to come again',
      answer(429, { 'retry-after': '120' }),
      { status: 429, failure: 'STATUS', retryAfter: 120_000 },
    ],
    ['an error without end', endlessly(503), { status: 503, failure: 'STATUS' }],
    [
      'without end',
      endlessly(200),
      { status: 200, failure: 'ANSWER_TOO_LONG', error: expect.stringContaining('longer than 16384 bytes') as never },
    ],
    [
      'and closes in the middle',
      begin((response) => response.socket?.destroy()),
      { status: 200, failure: 'BROKEN_OFF', error: 'The answer broke off after its head (ECONNRESET)' },
    ],
    [
      'by closing',
      (response) => response.socket?.destroy(),
      { status: undefined, failure: 'CONNECTION_FAILED', error: expect.stringContaining('(ECONNRESET)') as never },
    ],
    [
      'no HTTP',
      (response) => response.socket?.end('SSH-2.0-x\r\n'),
      { status: undefined, failure: 'CONNECTION_FAILED' },
    ],
  ])('takes for a failure an endpoint that answers %s', async (_what, given, expected) => {
    endpoint.answer = given;

    expect(await post(endpoint.url())).toMatchObject(expected);
  });

  it.each<[string, number, Answer, number | undefined]>([
    ['does not answer', 200, () => undefined, undefined],
    ['does not end its answer', 800, begin(() => undefined), 200],
  ])('gives up an endpoint that %s for %i ms', async (_what, timeout, given, status) => {
    endpoint.answer = given;

    const outcome = await post(endpoint.url(), { timeout });

    const error = `The endpoint took longer than ${timeout} ms`;
    expect(outcome).toMatchObject({ status, failure: 'TIMEOUT', error });
  });

  it('gives up a name that is not resolved in time', async () => {
    const addresses = new EndpointAddresses([], () => new Promise(() => undefined));

    expect(await post('http://slow.example/', { addresses, timeout: 100 })).toMatchObject({ failure: 'TIMEOUT' });
  });

  it('follows no redirect, and says where it points', async () => {
    elsewhere.received.length = 0;
    for (const status of [301, 302, 307, 308]) {
      endpoint.answer = answer(status, { location: elsewhere.url() });
      expect(await post(endpoint.url())).toMatchObject({
        ...{ status, failure: 'REDIRECT' },
        error: `The endpoint answers ${status} and points to "${elsewhere.url()}"; redirects are not followed`,
      });
    }

    expect(elsewhere.received).toEqual([]);
  });

  it('connects to the address that was checked, not to one that the name has a moment later', async () => {
    let asked = 0;
    const rebinding: Lookup = () => Promise.resolve([{ address: asked++ ? '127.0.0.1' : '192.0.2.1', family: 4 }]);
    const first = new EndpointAddresses(['192.0.2.1'], rebinding);
    endpoint.received.length = 0;

    const outcome = await post(endpoint.url('/hook', 'rebinding.example'), { addresses: first, timeout: 300 });

    expect(outcome.failure).toMatch(/TIMEOUT|CONNECTION_FAILED/);
    expect(endpoint.received).toEqual([]);
    expect(asked).toBe(1);
  });

  it.each([
    ['by its address', '127.0.0.1'],
    ['by a name', 'localhost'],
  ])('sends nothing to a private address, %s', async (_how, host) => {
    endpoint.received.length = 0;

    const outcome = await post(endpoint.url('/hook', host), { addresses: new EndpointAddresses([]) });

    expect(outcome).toMatchObject({ failure: 'ADDRESS_REFUSED', error: expect.stringContaining('loopback address') });
    expect(endpoint.received).toEqual([]);
  });

  it('asks no proxy', async () => {
    endpoint.answer = accept;
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = elsewhere.url('');
    elsewhere.received.length = 0;

    expect(await post(endpoint.url())).toMatchObject({ status: 204 });

    delete process.env['HTTP_PROXY'];
    delete process.env['http_proxy'];
    expect(elsewhere.received).toEqual([]);
  });

  it('verifies certificates, whatever the environment says', async () => {
    const ca = TEST_CERTIFICATE.cert;
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

    const refused = await post(encrypted.url());
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    const trusted = await post(encrypted.url(), { ca });
    const named = await post(encrypted.url('/hook', 'endpoint.test'), { ca });
    const wrong = await post(encrypted.url('/hook', 'other.test'), { ca });

    expect(refused).toMatchObject({
      failure: 'TLS_FAILED',
      error: expect.stringContaining('(DEPTH_ZERO_SELF_SIGNED_CERT)'),
    });
    expect([trusted.status, named.status]).toEqual([204, 204]);
    expect(wrong).toMatchObject({
      failure: 'TLS_FAILED',
      error: expect.stringContaining('(ERR_TLS_CERT_ALTNAME_INVALID)'),
    });
  });

  it('says so when nobody listens', async () => {
    const gone = await Endpoint.start();
    const url = gone.url();
    await gone.close();

    expect(await post(url)).toMatchObject({
      failure: 'CONNECTION_FAILED',
      error: expect.stringContaining('(ECONNREFUSED)'),
    });
  });

  it('leaves no connection open', async () => {
    const sockets: (Socket | null)[] = [];
    endpoint.answer = (response, request) => {
      sockets.push(response.socket);
      endlessly(200)(response, request);
    };

    await post(endpoint.url());

    await eventually(() => expect(sockets.map((socket) => socket?.destroyed)).toEqual([true]));
  });
});
