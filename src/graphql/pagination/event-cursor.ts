import { AppError } from '../../errors.js';
import { quote } from '../../node-id.js';

const CURSOR = /^e1:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** A place in the order of events, opaque to its users: the id of the event there. */
export function formatEventCursor(id: string): string {
  return Buffer.from(`e1:${id}`).toString('base64url');
}

/** @throws AppError `input.invalid` */
export function parseEventCursor(argument: string, text: string): string {
  const [, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (id) return id;
  const advice = 'take it from `pageInfo` or `edges.cursor` of an earlier page';
  throw new AppError(
    'input.invalid',
    `\`${argument}\` is ${quote(text)}, which is no cursor of securityEvents; ${advice}`,
  );
}
