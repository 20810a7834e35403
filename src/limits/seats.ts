import type { Principal } from '../auth/principal.js';
import { AppError } from '../errors.js';

/**
 * Counts what is held open, in all and for each API token or login: so that one cannot take what is there for all. Counted
 * by this process alone.
 */
export class Seats {
  private readonly taken = new Map<string, number>();
  private count = 0;

  /**
   * @param what is held open, in the plural
   * @param most that one API token or login may hold
   */
  constructor(
    private readonly what: string,
    private readonly most: number,
  ) {}

  /** How many are held open by all together. */
  get size(): number {
    return this.count;
  }

  /**
   * Takes one for somebody.
   *
   * @returns a function that gives it back
   * @throws AppError `subscription.too_many_each`
   */
  take(principal: Principal): () => void {
    const key = `${principal.kind} ${principal.id}`;
    const held = this.taken.get(key) ?? 0;
    if (held >= this.most) throw this.refusal(principal);
    this.taken.set(key, held + 1);
    this.count++;
    let isTaken = true;
    return () => {
      if (isTaken) this.giveBack(key);
      isTaken = false;
    };
  }

  private giveBack(key: string): void {
    const rest = (this.taken.get(key) ?? 0) - 1;
    if (rest > 0) this.taken.set(key, rest);
    else this.taken.delete(key);
    this.count--;
  }

  private refusal({ kind, name }: Principal): AppError {
    const { what, most } = this;
    const who = `The ${kind === 'API_TOKEN' ? 'API token' : 'login'} ${JSON.stringify(name)}`;
    const sentence =
      `${who} has ${most} ${what} open, and more would not do (SPOOR_SUBSCRIPTIONS_PER_TOKEN); end some, or try ` +
      'again later';
    return new AppError('subscription.too_many_each', sentence, { retryable: true, details: { most } });
  }
}
