import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors.js';

/** Seconds that a budget is for. */
export const WINDOW = 60;

/** How a client's budget stands. */
export interface Balance {
  readonly remaining: number;
  /** When all of it is there again. */
  readonly resetAt: Date;
}

/**
 * The points that each client may use in a minute, which begins with its first request. Counted by this process alone: of
 * several behind a load balancer each gives as many.
 */
export class PointBudget {
  private readonly limiter: RateLimiterMemory;

  constructor(readonly pointsPerMinute: number) {
    this.limiter = new RateLimiterMemory({ points: pointsPerMinute, duration: WINDOW });
  }

  /** An account for one request, from which nothing is taken yet. */
  account(client: string): PointAccount {
    return new PointAccount(this.limiter, client, this.pointsPerMinute);
  }
}

/** What one request takes out of its client's budget. */
export class PointAccount {
  /** Points that the request takes, or would if it were let through. */
  requested = 0;
  balance: Balance;

  constructor(
    private readonly limiter: RateLimiterMemory,
    private readonly client: string,
    readonly pointsPerMinute: number,
  ) {
    this.balance = { remaining: pointsPerMinute, resetAt: new Date(Date.now() + WINDOW * 1000) };
  }

  /**
   * Takes points for the request. What is not enough stays for requests that cost less.
   *
   * @throws AppError `rate.limited`
   */
  async take(points: number): Promise<void> {
    this.requested += points;
    try {
      this.note(await this.limiter.consume(this.client, points));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      this.note(await this.limiter.reward(this.client, points));
      throw this.refusal();
    }
  }

  private note({ remainingPoints, msBeforeNext }: RateLimiterRes): void {
    this.balance = { remaining: remainingPoints, resetAt: new Date(Date.now() + msBeforeNext) };
  }

  private refusal(): AppError {
    const { remaining } = this.balance;
    const retryAfter = this.secondsToReset();
    const sentence =
      `This costs ${this.requested} points, and ${remaining} of ${this.pointsPerMinute} a minute are left ` +
      `(SPOOR_POINTS_PER_MINUTE); ask again in ${retryAfter} seconds, or for less`;
    return new AppError('rate.limited', sentence, { retryable: true, details: { retryAfter } });
  }

  secondsToReset(): number {
    return Math.max(1, Math.ceil((this.balance.resetAt.getTime() - Date.now()) / 1000));
  }
}
