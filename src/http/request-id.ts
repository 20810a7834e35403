import { randomUUID } from 'node:crypto';

/** A request's id in answers and in the log. Always ours: an id from outside could forge log lines. */
export function requestId(): string {
  return randomUUID();
}
