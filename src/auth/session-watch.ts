import { REVOKED_CHANNEL } from '../database/channels.js';
import type { Notifications } from '../database/notifications.js';
import type { AppError } from '../errors.js';
import { unauthenticated, type Principal } from './principal.js';
import type { ApiTokenStore } from './token-store.js';

/** Milliseconds after which tokens are looked up again, should a notification have been lost. */
const LOOK_INTERVAL = 60_000;

/** The longest that a timer can wait. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Revocations that are remembered, for who was being let in while they came. */
const REMEMBERED = 10_000;

type End = (reason: AppError) => void;

interface Session {
  readonly principal: Principal;
  readonly end: End;
  timer: NodeJS.Timeout | undefined;
}

/** Ends what stays open when the one it is open for may no longer: their token or login expires, or is revoked. */
export class SessionWatch {
  /** By the principal's id. */
  private readonly sessions = new Map<string, Set<Session>>();
  private readonly revoked = new Set<string>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    notifications: Notifications,
    private readonly tokens: Pick<ApiTokenStore, 'ended' | 'touch'>,
  ) {
    notifications.on(REVOKED_CHANNEL, (id) => this.revoke(id));
    notifications.onGap(() => void this.look());
    this.timer = setInterval(() => void this.look(), LOOK_INTERVAL).unref();
  }

  /**
   * Watches over something that was opened for somebody.
   *
   * @param end closes it; called at most once, perhaps at once
   * @returns a function that ends the watching
   */
  watch(principal: Principal, end: End): () => void {
    const session: Session = { principal, end, timer: undefined };
    const { kind, id } = principal;
    if (kind === 'API_TOKEN' && this.revoked.has(id)) {
      end(revocation(principal));
      return () => undefined;
    }
    const sessions = this.sessions.get(id) ?? new Set();
    this.sessions.set(id, sessions.add(session));
    this.expireInTime(session);
    return () => this.forget(session);
  }

  close(): void {
    clearInterval(this.timer);
    for (const sessions of this.sessions.values()) for (const { timer } of sessions) clearTimeout(timer);
    this.sessions.clear();
  }

  private expireInTime(session: Session): void {
    const { principal } = session;
    if (!principal.expiresAt) return;
    const rest = principal.expiresAt.getTime() - Date.now();
    session.timer = setTimeout(
      () => (rest > LONGEST_TIMER ? this.expireInTime(session) : this.end(session, expiry(principal))),
      Math.min(Math.max(0, rest), LONGEST_TIMER),
    ).unref();
  }

  private revoke(id: string): void {
    this.revoked.add(id);
    const [oldest] = this.revoked;
    if (this.revoked.size > REMEMBERED && oldest !== undefined) this.revoked.delete(oldest);
    for (const session of this.sessions.get(id) ?? []) {
      if (session.principal.kind === 'API_TOKEN') this.end(session, revocation(session.principal));
    }
  }

  /** What cannot be asked for now is asked for the next time. */
  private async look(): Promise<void> {
    const tokens = [...this.sessions].flatMap(([id, sessions]) =>
      [...sessions].some(({ principal }) => principal.kind === 'API_TOKEN') ? [id] : [],
    );
    if (!tokens.length) return;
    const ended = await this.tokens.ended(tokens).catch(() => []);
    for (const { id, revokedAt } of ended) {
      if (revokedAt) this.revoke(id);
      else for (const session of this.sessions.get(id) ?? []) this.end(session, expiry(session.principal));
    }
    // Who holds something open uses their token, although they may send nothing more for days.
    const inUse = tokens.filter((id) => this.sessions.has(id));
    if (inUse.length) await this.tokens.touch(inUse).catch(() => undefined);
  }

  private end(session: Session, reason: AppError): void {
    this.forget(session);
    session.end(reason);
  }

  private forget(session: Session): void {
    clearTimeout(session.timer);
    const { id } = session.principal;
    const sessions = this.sessions.get(id);
    if (sessions?.delete(session) && !sessions.size) this.sessions.delete(id);
  }
}

function revocation({ name }: Principal): AppError {
  return unauthenticated(`The API token ${JSON.stringify(name)} was revoked`);
}

function expiry({ kind, name, expiresAt }: Principal): AppError {
  const what = kind === 'API_TOKEN' ? 'The API token' : 'The login';
  return unauthenticated(`${what} ${JSON.stringify(name)} expired at ${expiresAt?.toISOString() ?? 'some time'}`);
}
