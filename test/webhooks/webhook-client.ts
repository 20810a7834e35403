import type { GraphQLAnswer, TestServer } from '../http/test-server.js';

export const WEBHOOK = `{
  id name url where filter batchSize state reason stateSince cursor deliveredAt failingSince attempts nextAttemptAt
  previousSecretUntil hosts readsSensitive createdAt createdBy
  deliveries(first: 100) {
    nodes { at type messageId attempt milliseconds status failure error events after cursor }
    pageInfo { hasNextPage endCursor }
  }
}`;

export interface ShownDelivery {
  readonly type: string;
  readonly messageId: string;
  readonly attempt: number;
  readonly status: number | null;
  readonly failure: string | null;
  readonly error: string | null;
  readonly events: number;
  readonly after: string | null;
  readonly cursor: string | null;
}

export interface ShownWebhook {
  readonly id: string;
  readonly url: string;
  readonly state: string;
  readonly reason: string | null;
  readonly cursor: string;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly failingSince: string | null;
  readonly deliveredAt: string | null;
  readonly filter: unknown;
  readonly hosts: readonly string[] | null;
  readonly deliveries: { readonly nodes: readonly ShownDelivery[] };
}

type Server = Pick<TestServer, 'graphql'>;

const INPUTS = {
  createWebhook: 'CreateWebhookInput',
  deleteWebhook: 'WebhookInput',
  pauseWebhook: 'WebhookInput',
  resumeWebhook: 'WebhookInput',
  replayWebhook: 'ReplayWebhookInput',
  rotateWebhookSecret: 'RotateWebhookSecretInput',
  testWebhook: 'WebhookInput',
  updateWebhook: 'UpdateWebhookInput',
} as const;

const SELECTIONS: Readonly<Record<string, string>> = {
  createWebhook: `webhook ${WEBHOOK} secret`,
  rotateWebhookSecret: 'webhook { id previousSecretUntil } secret',
  deleteWebhook: 'id',
  testWebhook: 'delivery { type messageId attempt milliseconds status failure error events after cursor }',
};

export interface Changed {
  readonly id: string;
  readonly webhook: ShownWebhook;
  readonly secret: string;
  readonly delivery: ShownDelivery;
}

/** Calls a mutation of webhooks. */
export function ask(
  server: Server,
  name: keyof typeof INPUTS,
  input: object,
  token?: string,
): Promise<GraphQLAnswer<Readonly<Record<string, Changed>>>> {
  const selection = SELECTIONS[name] ?? `webhook ${WEBHOOK}`;
  const query = `mutation Change($input: ${INPUTS[name]}!) { ${name}(input: $input) { ${selection} } }`;
  return server.graphql(query, { input }, token ? { token } : {});
}

/** The same where nothing is to go wrong. */
export async function change(
  server: Server,
  name: keyof typeof INPUTS,
  input: object,
  token?: string,
): Promise<Changed> {
  const { data, errors } = await ask(server, name, input, token);
  if (errors) throw new Error(JSON.stringify(errors));
  return data[name] as Changed;
}

export async function webhookOf(server: Server, id: string): Promise<ShownWebhook> {
  const query = `query Webhook($id: ID!) { webhook(id: $id) ${WEBHOOK} }`;
  const { data, errors } = await server.graphql<{ webhook: ShownWebhook }>(query, { id });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.webhook;
}

export async function deliveriesOf(server: Server, id: string): Promise<readonly ShownDelivery[]> {
  return (await webhookOf(server, id)).deliveries.nodes;
}
