import { DAY, startOfDay } from '../utc-day.js';

/**
 * The days that events are kept for. A day (UTC) is in the window from the moment that a clock may first call it tomorrow
 * until it is more days past than events are kept; it is in it as a whole, or not at all.
 */
export class RetentionWindow {
  constructor(readonly days: number) {}

  /**
   * Midnight of the oldest day that is kept. What is older has expired: every event is kept for at least the days of the
   * window, and expires at the first midnight after.
   */
  start(now: number): number {
    return startOfDay(now) - this.days * DAY;
  }

  /** @param day midnight UTC */
  holds(day: number, now: number): boolean {
    return day >= this.start(now) && day <= startOfDay(now) + DAY;
  }
}
