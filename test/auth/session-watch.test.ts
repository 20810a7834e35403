import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../src/auth/principal.js';
import { eventually } from '../http/eventually.js';
import { createTestToken } from '../http/test-server.js';
import { startTestServices } from '../support/database.js';
import type { Services } from '../../src/services.js';

let services: Services;

beforeAll(async () => {
  services = await startTestServices();
});

afterAll(() => services.close());

async function known(name: string): Promise<Principal> {
  return services.authenticator.authenticate(await createTestToken(services, { name }));
}

/** What a session was ended for. */
function watched(principal: Principal): { reasons: string[]; unwatch: () => void } {
  const reasons: string[] = [];
  return { reasons, unwatch: services.sessions.watch(principal, ({ message }) => reasons.push(message)) };
}

describe('a session', () => {
  it('ends when its token is revoked, and those of other tokens go on', async () => {
    const [gone, left, other] = [await known('gone'), await known('left'), await known('other')];
    const [first, second, third] = [watched(gone), watched(gone), watched(other)];
    const unwatched = watched(left);
    unwatched.unwatch();

    await services.tokens.revoke(gone.id, {});
    await services.tokens.revoke(left.id, {});

    await eventually(() => expect([first, second].map(({ reasons }) => reasons.length)).toEqual([1, 1]));
    expect(first.reasons[0]).toMatch(/^The API token "gone" was revoked; /);
    expect([third.reasons, unwatched.reasons]).toEqual([[], []]);
    third.unwatch();
  });

  it('that is opened while its token is being revoked does not begin', async () => {
    const gone = await known('late');
    const early = watched(gone);
    await services.tokens.revoke(gone.id, {});
    await eventually(() => expect(early.reasons).toHaveLength(1));

    expect(watched(gone).reasons).toHaveLength(1);
  });

  it('ends at the end of its time, and not before', async () => {
    const [first, second] = [await known('soon'), await known('late')];
    const soon = watched({ ...first, expiresAt: new Date(Date.now() + 100) });
    const late = watched({ ...second, expiresAt: new Date(Date.now() + 90 * 86_400_000) });

    await eventually(() => expect(soon.reasons).toEqual([expect.stringMatching(/^The API token "soon" expired at 2/)]));
    expect(late.reasons).toEqual([]);
    late.unwatch();
  });

  it('ends although nobody was told of it, once the connection that tells is there again', async () => {
    const gone = await known('unheard');
    const { reasons } = watched(gone);
    await services.database.query({
      text: 'update api_token set revoked_at = now() where id = $1',
      values: [gone.id],
    });
    expect(reasons).toEqual([]);

    services.notifications.sever();

    await eventually(() => expect(reasons).toEqual([expect.stringMatching(/^The API token "unheard" was revoked/)]));
  });

  it('is a use of its token for as long as it lasts', async () => {
    const [open, idle] = [await known('open'), await known('idle')];
    const { unwatch } = watched(open);
    const unused = async (): Promise<string[]> =>
      (await services.tokens.list())
        .filter(({ id, lastUsedAt }) => [open.id, idle.id].includes(id) && (lastUsedAt?.getTime() ?? 0) < yesterday)
        .map(({ name }) => name);
    const yesterday = Date.now() - 86_400_000;
    // The uses of just now are written first.
    await eventually(async () => expect(await unused()).toEqual([]));
    await services.database.query({
      text: `update api_token set last_used_at = now() - interval '2 days' where name in ('open', 'idle')`,
      values: [],
    });

    services.notifications.sever();

    await eventually(async () => expect(await unused()).toEqual(['idle']));
    unwatch();
  });

  it('of a login ends with the login', async () => {
    const person: Principal = { ...(await known('x')), kind: 'PERSON', name: 'ana', expiresAt: new Date() };
    const { reasons } = watched(person);

    await eventually(() => expect(reasons).toEqual([expect.stringMatching(/^The login "ana" expired at/)]));
  });
});
