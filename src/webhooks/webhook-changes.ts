import type { Principal } from '../auth/principal.js';
import type { Webhook } from './webhook.js';

/** What people change of a webhook. What is not there stays as it is; null takes it away. */
export interface WebhookChanges {
  readonly url?: string;
  readonly name?: string | null;
  readonly batchSize?: number;
  /** SECL. */
  readonly where?: string | null;
  /** JSON of a `SecurityEventFilter`. */
  readonly filter?: string | null;
}

type Setting = keyof WebhookChanges;

/** What to set, with parameters from `$3` on, and what an auditor hears of it. */
export interface SettingsChange {
  readonly name: string;
  readonly set: string;
  readonly values: readonly unknown[];
  readonly details: Readonly<Record<string, unknown>>;
}

const COLUMNS: Readonly<Record<Setting, string>> = {
  url: 'url',
  name: 'name',
  batchSize: 'batch_size',
  where: 'where_text',
  filter: 'filter_json',
};

/** Settings that say which events a message has: one that is on its way would not be the same any more. */
const CONTENT: readonly Setting[] = ['batchSize', 'where', 'filter'];

/** Those of the settings that are not what they shall be: who sends the same again changes nothing. */
export function changesTo({ url, name, batchSize, selection }: Webhook, wanted: WebhookChanges): WebhookChanges {
  const now: Required<WebhookChanges> = {
    ...{ url, name: name ?? null, batchSize },
    ...{ where: selection.where ?? null, filter: selection.filter ?? null },
  };
  return Object.fromEntries(
    settingsOf(wanted)
      .filter((setting) => wanted[setting] !== now[setting])
      .map((setting) => [setting, wanted[setting]]),
  );
}

export function changesSelection({ where, filter }: WebhookChanges): boolean {
  return where !== undefined || filter !== undefined;
}

/**
 * The statement's part for some changes. What a process has begun by the old settings counts for nothing from then on; the
 * place is kept, so what comes of that is sent by the new ones.
 *
 * @param principal who turns the webhook to a URL: if it is an API token, its revocation ends what it did
 */
export function changeOf(
  changes: WebhookChanges,
  principal: Pick<Principal, 'kind' | 'id'> | undefined,
): SettingsChange {
  const changed = settingsOf(changes);
  const values: unknown[] = changed.map((setting) => changes[setting]);
  const set = changed.map((setting, i) => `${COLUMNS[setting]} = $${i + 3}`);
  if (changes.url !== undefined) {
    set.push(`url_token_id = $${values.length + 3}`);
    values.push(principal?.kind === 'API_TOKEN' ? principal.id : null);
  }
  if (changed.some((setting) => setting !== 'name')) set.push(CLEAN_SLATE);
  if (changed.some((setting) => CONTENT.includes(setting))) set.push(WITHOUT_MESSAGE);
  const endpoint = changes.url === undefined ? {} : { endpoint: new URL(changes.url).origin };
  return {
    name: ['update_webhook', ...changed].join(' '),
    set: set.join(', '),
    values,
    details: { settings: changed, ...endpoint },
  };
}

const CLEAN_SLATE = 'revision = w.revision + 1, attempts = 0, failing_since = null, next_attempt_at = now()';

const WITHOUT_MESSAGE = 'message_id = null, message_batch = null, message_event = null';

/** In one order, so that there are only so many statements. */
function settingsOf(changes: WebhookChanges): Setting[] {
  return (Object.keys(COLUMNS) as Setting[]).filter((setting) => changes[setting] !== undefined);
}
