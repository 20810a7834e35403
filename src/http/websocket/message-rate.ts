/** Messages that a client may send in a window, pings included. */
const MOST = 1_000;

/** Milliseconds. */
const WINDOW = 10_000;

/** Counts what comes over a connection. */
export class MessageRate {
  private windowStart = 0;
  private count = 0;

  /** Counts one. @returns whether it is one too many */
  isPassedBy(now: number): boolean {
    if (now - this.windowStart > WINDOW) {
      this.windowStart = now;
      this.count = 0;
    }
    return ++this.count > MOST;
  }
}
