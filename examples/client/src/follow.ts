import type { CursorFile } from './cursor-file.js';
import { FollowDocument, type ShownFragment } from './generated/graphql.js';
import { patiently } from './patience.js';
import type { SpoorClient } from './spoor-client.js';
import { SpoorError } from './spoor-error.js';

export interface Followed {
  /** Where to begin while there is no cursor yet: `NOW`, `OLDEST` or a time. */
  readonly from: string;
  /** SECL; undefined for all events. */
  readonly where: string | undefined;
  readonly cursors: CursorFile;
  /** Deals with events. Killed before it is done, the program gets them again. */
  readonly handle: (events: readonly ShownFragment[]) => Promise<void>;
}

/** Events that are dealt with together. */
const PAGE = 100;

/** Seconds that the server waits for an event before it answers that there is none: the most that it does. */
const WAIT = 10;

/**
 * Follows the feed by asking again and again, for ever. The cursor is kept once its events are dealt with: so each is dealt
 * with at least once, whenever the program dies.
 */
export async function follow(client: SpoorClient, followed: Followed, signal: AbortSignal): Promise<never> {
  let after = await begin(client, followed, signal);
  for (;;) after = await step(client, followed, { after, waitSeconds: WAIT }, signal);
}

/** The cursor to go on from. At the first start one is asked for at once: killed from then on, it begins where it began. */
export async function begin(client: SpoorClient, followed: Followed, signal: AbortSignal): Promise<string> {
  const known = await followed.cursors.read();
  return known ?? step(client, followed, { after: followed.from, waitSeconds: 0 }, signal);
}

/** Asks for a page and deals with it. @returns the cursor behind it, which has been kept */
async function step(
  client: SpoorClient,
  { where, cursors, handle }: Followed,
  { after, waitSeconds }: { readonly after: string; readonly waitSeconds: number },
  signal: AbortSignal,
): Promise<string> {
  const variables = { after, where, first: PAGE, waitSeconds };
  const cursor = await patiently(async () => {
    const { eventFeed } = await client.ask(FollowDocument, variables, signal);
    if (eventFeed.items.length) await handle(eventFeed.items.map(({ event }) => event));
    return eventFeed.cursor;
  }, signal).catch(cursorPastLoss);
  if (cursor !== after) await cursors.write(cursor);
  return cursor;
}

/**
 * Where to go on when events are lost to the feed: its reader stayed away for longer than they are kept, or of one nothing
 * can be made.
 *
 * @throws every other error
 */
export function cursorPastLoss(error: unknown): string {
  const next = error instanceof SpoorError ? error.extensions[NEXT[error.code] ?? ''] : undefined;
  if (typeof next !== 'string') throw error;
  console.error(`Events were missed: ${(error as SpoorError).message}`);
  return next;
}

/** Where errors have the cursor to go on with, by their codes. */
const NEXT: Readonly<Record<string, string>> = { CURSOR_EXPIRED: 'oldestCursor', EVENT_UNREADABLE: 'cursor' };
