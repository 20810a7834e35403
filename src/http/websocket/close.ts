import { AppError } from '../../errors.js';

/** Why a WebSocket is closed from our side: a code of the protocol, or of RFC 6455. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export const GOING_AWAY: Closing = { code: 1001, reason: 'Going away' };
export const TOO_MANY_MESSAGES: Closing = { code: 1008, reason: 'Too many messages' };
export const BROKEN: Closing = { code: 4500, reason: 'Internal server error' };

/** Bytes of a reason (RFC 6455, section 5.5). */
const LONGEST_REASON = 123;

/** For whom the token or login that it was opened with counts no more, or who named none. */
export function unauthorized(problem: string): Closing {
  return { code: 4401, reason: short(`Unauthorized: ${sentenceOf(problem)}`) };
}

/** For whom the database cannot be asked about, it is another matter than for whom it does not know. */
export function closingOf(error: unknown): Closing {
  if (!(error instanceof AppError)) return BROKEN;
  if (error.code === 'auth.unauthenticated') {
    return { code: 4403, reason: short(`Forbidden: ${sentenceOf(error.message)}`) };
  }
  if (error.code === 'subscription.too_many_each') {
    return { code: 4429, reason: short(`Too many WebSockets: ${sentenceOf(error.message)}`) };
  }
  return { code: 1013, reason: short(`Try again later: ${sentenceOf(error.message)}`) };
}

/** What to do about it does not fit in. */
function sentenceOf(message: string): string {
  return message.split(';', 1)[0] ?? '';
}

function short(reason: string): string {
  let end = reason.length;
  while (Buffer.byteLength(reason.slice(0, end)) > LONGEST_REASON) end--;
  return reason.slice(0, end).toWellFormed();
}
