import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { automationNames, exampleDocument } from '../../src/example-documents.js';
import { eventually } from '../http/eventually.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { Endpoint } from '../webhooks/endpoint.js';

/** The example documents about webhooks, run in the order in which a webhook lives. */
let server: TestServer;
let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await Endpoint.start();
  server = await startTestServer({ webhookAllowedNetworks: ['127.0.0.0/8'] });
});

afterAll(async () => {
  await server.close();
  await endpoint.close();
});

const done = new Set<string>();

async function run<T = unknown>(name: string, variables: object = {}): Promise<T> {
  done.add(`automation/${name}`);
  const { data, errors } = await server.graphql(exampleDocument(`automation/${name}`), variables);
  expect(errors).toBeUndefined();
  return Object.values(data)[0] as T;
}

it('the examples create, test, update, rotate, pause, resume, replay, watch and delete a webhook', async () => {
  const given = `whsec_${randomBytes(32).toString('base64')}`;
  const asked = { url: endpoint.url(), name: 'cases', where: 'exec.file.path != ""', secret: given };
  const { webhook, secret } = await run<{ webhook: { id: string; state: string }; secret: string }>(
    'create-webhook',
    asked,
  );
  const { id } = webhook;
  expect({ secret, state: webhook.state }).toEqual({ secret: given, state: 'ACTIVE' });

  const tested = await run('test-webhook', { webhook: id });
  expect(tested).toMatchObject({ delivery: { status: 204, failure: null } });

  const updated = await run('update-webhook', { webhook: id, name: 'cases', batchSize: 10 });
  expect(updated).toMatchObject({ webhook: { url: endpoint.url(), state: 'ACTIVE' } });
  const rotated = await run<{ secret: string }>('rotate-webhook-secret', { webhook: id });
  expect(await run('pause-webhook', { webhook: id })).toMatchObject({ webhook: { state: 'PAUSED' } });
  await server.post(
    '{"evt":{"name":"exec"},"title":"waited","process":{"executable":{"path":"/bin/sh"}},"file":{"path":"/bin/sh"}}',
  );
  expect(await run('resume-webhook', { webhook: id })).toMatchObject({ webhook: { state: 'ACTIVE' } });

  const titles = (): unknown[] =>
    endpoint.messages().flatMap(({ events }) => events.map(({ document }) => document['title']));
  await eventually(() => expect(titles()).toEqual(['waited']));
  const { headers, text } = endpoint.on('/hook').at(-1)!;
  for (const each of [given, rotated.secret])
    expect(new Webhook(each).verify(text, headers as Record<string, string>)).toMatchObject({ type: 'events' });

  await run('replay-webhook', { webhook: id });
  await eventually(() => expect(titles()).toEqual(['waited', 'waited']));
  const [shown] =
    await run<{ name: string; deliveries: { nodes: { type: string; status: number }[] } }[]>('webhook-deliveries');
  expect(shown?.name).toBe('cases');
  expect(shown?.deliveries.nodes.map(({ status }) => status)).toEqual([204, 204, 204]);
  expect(await run('delete-webhook', { webhook: id })).toEqual({ id });
  expect([...done].sort()).toEqual(automationNames().filter((name) => name.includes('webhook')));
});
