import { randomBytes } from 'node:crypto';
import { AppError } from '../errors.js';

const PREFIX = 'whsec_';

/** Bytes that the Standard Webhooks specification allows. */
const LEAST = 24;
const MOST = 64;
const DRAWN = 32;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A secret to sign messages with, as the Standard Webhooks specification writes it. */
export function createSigningSecret(): string {
  return PREFIX + randomBytes(DRAWN).toString('base64');
}

/**
 * A secret that somebody chose. The sentence about one that does not do shows nothing of it.
 *
 * @throws AppError `input.invalid`
 */
export function parseSigningSecret(text: string): string {
  const encoded = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined;
  if (encoded === undefined || !BASE64.test(encoded)) throw refusal(`is not \`${PREFIX}\` and base64 behind it`);
  const { length } = Buffer.from(encoded, 'base64');
  if (length < LEAST) throw refusal(`is too short: it has ${length} bytes`);
  if (length > MOST) throw refusal(`is too long: it has ${length} bytes`);
  return text;
}

function refusal(problem: string): AppError {
  const advice = `give \`${PREFIX}\` and the base64 of ${LEAST} to ${MOST} random bytes, or leave it out and Spoor draws one`;
  return new AppError('input.invalid', `\`secret\` ${problem}; ${advice}`);
}
