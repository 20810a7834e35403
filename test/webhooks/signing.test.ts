import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { parseRetryAfter, retryDelay } from '../../src/webhooks/retry-delay.js';
import { signedHeaders } from '../../src/webhooks/sign-message.js';
import { createSigningSecret, parseSigningSecret } from '../../src/webhooks/signing-secret.js';

const secretOf = (bytes: number): string => `whsec_${randomBytes(bytes).toString('base64')}`;

describe('a signing secret', () => {
  it.each([24, 32, 64])('has %i bytes', (bytes) => {
    const secret = secretOf(bytes);

    expect(parseSigningSecret(secret)).toBe(secret);
  });

  it('is drawn anew each time, and does', () => {
    const secrets = [createSigningSecret(), createSigningSecret()];

    expect(secrets.map(parseSigningSecret)).toEqual(secrets);
    expect(secrets[0]).not.toBe(secrets[1]);
  });

  it.each([
    ['too short', secretOf(23), '`secret` is too short: it has 23 bytes'],
    ['too long', secretOf(65), '`secret` is too long: it has 65 bytes'],
    ['empty', 'whsec_', '`secret` is too short: it has 0 bytes'],
    ['no base64', `whsec_${'!'.repeat(40)}`, '`secret` is not `whsec_` and base64 behind it'],
    ['base64url', `whsec_${'-_'.repeat(20)}`, '`secret` is not `whsec_` and base64 behind it'],
    ['without its beginning', randomBytes(32).toString('base64'), '`secret` is not `whsec_`'],
  ])('is refused when it is %s, and not shown', (_what, secret, sentence) => {
    expect(() => parseSigningSecret(secret)).toThrow(sentence);
    if (secret.length > 10) expect(() => parseSigningSecret(secret)).not.toThrow(secret.slice(6));
  });
});

describe('signedHeaders', () => {
  const now = new Date();
  const body = '{"name":"ü"}';

  it('are those that the library accepts, and the HMAC of id, time and body', () => {
    const current = createSigningSecret();

    const headers = signedHeaders('msg_1', body, { current, previous: undefined, previousUntil: undefined }, now);

    expect(new Webhook(current).verify(body, headers)).toEqual({ name: 'ü' });
    const key = Buffer.from(current.slice('whsec_'.length), 'base64');
    const signed = `msg_1.${Math.floor(now.getTime() / 1000)}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  it('carry both signatures until the old secret has gone', () => {
    const [current, previous] = [createSigningSecret(), createSigningSecret()];
    const until = (previousUntil: Date): Record<string, string> =>
      signedHeaders('msg_1', body, { current, previous, previousUntil }, now);

    const during = until(new Date(now.getTime() + 1));
    const after = until(now);

    for (const secret of [current, previous]) expect(new Webhook(secret).verify(body, during)).toBeTruthy();
    expect(during['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(() => new Webhook(previous).verify(body, after)).toThrow('No matching signature');
  });
});

describe('retryDelay', () => {
  it.each([
    [1, 2_500, 5_000],
    [2, 5_000, 10_000],
    [5, 40_000, 80_000],
    [11, 1_800_000, 3_600_000],
    [1_000_000, 1_800_000, 3_600_000],
  ])('after %i attempts is between %i and %i ms', (attempts, least, most) => {
    for (let i = 0; i < 100; i++) {
      const delay = retryDelay(attempts);
      expect(delay).toBeGreaterThanOrEqual(least);
      expect(delay).toBeLessThanOrEqual(most);
    }
  });

  it('is what the endpoint wishes, up to a day, and never less than ours', () => {
    expect(retryDelay(1, 60_000)).toBe(60_000);
    expect(retryDelay(1, 10 ** 12)).toBe(86_400_000);
    expect(retryDelay(3, 1)).toBeGreaterThanOrEqual(10_000);
  });
});

describe('parseRetryAfter', () => {
  const now = new Date('2026-01-01T00:00:00Z');

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['99999999999999999999', undefined],
    [undefined, undefined],
  ])('takes %s for %s ms', (text, expected) => {
    expect(parseRetryAfter(text, now)).toBe(expected);
  });
});
