import { Webhook as Signer } from 'standardwebhooks';

/** The secrets of a webhook: for a while after a rotation, two of them. */
export interface SigningSecrets {
  readonly current: string;
  readonly previous: string | undefined;
  /** Until when the previous one is signed with, too. */
  readonly previousUntil: Date | undefined;
}

/**
 * The headers that prove where a message comes from (Standard Webhooks): id, time of the attempt, and a signature by each
 * secret that counts.
 */
export function signedHeaders(id: string, body: string, secrets: SigningSecrets, now: Date): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': inForce(secrets, now)
      .map((secret) => new Signer(secret).sign(id, now, body))
      .join(' '),
  };
}

function inForce({ current, previous, previousUntil }: SigningSecrets, now: Date): string[] {
  return previous !== undefined && previousUntil && now < previousUntil ? [current, previous] : [current];
}

/** What `webhook-id` says of a message. */
export function formatMessageId(uuid: string): string {
  return `msg_${uuid.replaceAll('-', '')}`;
}
