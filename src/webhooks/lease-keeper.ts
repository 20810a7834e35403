/**
 * Renews a lease well before it ends, and says when it may be somebody else's: at its end by our clock, whether or not the
 * database has answered by then.
 */
export class LeaseKeeper {
  private readonly lost = new AbortController();
  private readonly renewals: NodeJS.Timeout;
  private end: NodeJS.Timeout | undefined;
  private heldUntil = 0;
  private isAsking = false;

  /**
   * @param duration milliseconds of a lease
   * @param askedAt when it was asked for, by `performance.now()`: the database counts from then at the earliest
   * @param renew whether it is still ours
   */
  constructor(
    private readonly duration: number,
    askedAt: number,
    private readonly renew: () => Promise<boolean>,
  ) {
    this.hold(askedAt);
    this.renewals = setInterval(() => void this.ask(), duration / 3).unref();
  }

  /** Aborted when the lease is lost or given up. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** By the clock: a process that stood still has not heard of any timer when it wakes up. */
  get isHeld(): boolean {
    return !this.lost.signal.aborted && performance.now() < this.heldUntil;
  }

  /** Whatever is done under it ends now. */
  giveUp(): void {
    this.lost.abort();
  }

  close(): void {
    clearInterval(this.renewals);
    clearTimeout(this.end);
  }

  /** One question at a time: others need the connections of a database that does not answer, too. */
  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const askedAt = performance.now();
    const isOurs = await this.renew().catch(() => undefined);
    this.isAsking = false;
    if (isOurs) this.hold(askedAt);
    if (isOurs === false) this.lost.abort();
  }

  private hold(askedAt: number): void {
    this.heldUntil = askedAt + this.duration;
    clearTimeout(this.end);
    this.end = setTimeout(() => this.lost.abort(), this.heldUntil - performance.now()).unref();
  }
}
