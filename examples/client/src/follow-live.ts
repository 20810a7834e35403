import { begin, cursorPastLoss, type Followed } from './follow.js';
import { FollowLiveDocument } from './generated/graphql.js';
import { Patience } from './patience.js';
import type { SpoorClient } from './spoor-client.js';
import { subscribe } from './subscribe.js';

/** The same by a subscription: events come as they are committed. After every break it goes on from the last cursor. */
export async function followLive(client: SpoorClient, followed: Followed, signal: AbortSignal): Promise<never> {
  const { where, cursors, handle } = followed;
  const patience = new Patience(signal);
  let after = await begin(client, followed, signal);
  for (;;) {
    try {
      for await (const { eventFeed } of subscribe(client, FollowLiveDocument, { after, where }, signal)) {
        await handle([eventFeed.event]);
        after = eventFeed.cursor;
        await cursors.write(after);
        patience.succeeded();
      }
    } catch (error) {
      await patience.pauseAfter(error).catch((fatal: unknown) => (after = cursorPastLoss(fatal)));
    }
  }
}
