import type { Retention, RetentionReport } from './retention.js';

const HOUR = 3_600_000;

/** What a schedule has to tell. */
export interface RetentionListener {
  onRun(report: RetentionReport): void;
  onFailure(error: unknown): void;
}

/** Runs retention at once and every hour, until it is closed. */
export class RetentionSchedule {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> | undefined;

  constructor(
    private readonly retention: Retention,
    private readonly listener: RetentionListener,
    private readonly now: () => number = Date.now,
  ) {
    this.timer = setInterval(() => this.run(), HOUR);
    this.run();
  }

  /** Ends once a run that is under way has come to its end. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private run(): void {
    this.running ??= this.retention
      .run(this.now())
      .then((report) => report && this.listener.onRun(report))
      .catch((error: unknown) => this.listener.onFailure(error))
      .finally(() => (this.running = undefined));
  }
}
