import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.js';
import { quote } from '../node-id.js';
import type { FeedPosition } from './feed-position.js';

/** Bytes: the number of a batch, the seal, and perhaps the UUID of an event. */
const NUMBER = 8;
const SEAL = 8;
const UUID = 16;

/**
 * Writes places in the feed as texts and reads them again. Opaque to its users, and sealed with this database's secret: one
 * that was made up, cut, or taken from another installation is refused instead of being taken for some place of ours.
 */
export class FeedCursors {
  constructor(private readonly key: Uint8Array) {}

  format({ batch, event }: FeedPosition): string {
    const number = Buffer.alloc(NUMBER);
    number.writeBigUInt64BE(batch);
    const place = Buffer.concat([number, Buffer.from(event?.replaceAll('-', '') ?? '', 'hex')]);
    return Buffer.concat([this.seal(place), place]).toString('base64url');
  }

  /** @throws AppError `input.invalid` for what is no cursor of this feed */
  parse(text: string, argument = 'after'): FeedPosition {
    const bytes = Buffer.from(text, 'base64url');
    const [seal, place] = [bytes.subarray(0, SEAL), bytes.subarray(SEAL)];
    const isPlace = place.length === NUMBER || place.length === NUMBER + UUID;
    if (!isPlace || bytes.toString('base64url') !== text || !timingSafeEqual(seal, this.seal(place))) {
      throw notOurs(text, argument);
    }
    const event = place.subarray(NUMBER);
    return { batch: place.readBigUInt64BE(), event: event.length ? uuid(event.toString('hex')) : undefined };
  }

  private seal(place: Buffer): Buffer {
    return createHmac('sha256', this.key).update('feed cursor\0').update(place).digest().subarray(0, SEAL);
  }
}

function notOurs(text: string, argument: string): AppError {
  const sentence =
    `\`${argument}\` is ${quote(text)}, which is no cursor of this feed; take \`cursor\` from an answer of \`eventFeed\` ` +
    'of this installation, or begin with "NOW", "OLDEST" or a time such as "2026-01-31T12:00:00Z"';
  return new AppError('input.invalid', sentence);
}

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
