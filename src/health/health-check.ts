import { afterWaking } from '../waking-time.js';

/** One thing that has to be well before the server can do its work. */
export interface HealthCheck {
  readonly name: string;
  /** Nothing when all is well, else a sentence about what is wrong. It may throw, and it may never come back. */
  check(): Promise<string | undefined>;
}

export interface HealthReport {
  readonly isReady: boolean;
  /** By name: `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Milliseconds after which a check that says nothing counts as failed. */
const PATIENCE = 2_000;

/** Runs checks side by side. One that has not come back since the last time is not started again. */
export class HealthChecks {
  private readonly pending = new Map<HealthCheck, Promise<string | undefined>>();

  constructor(private readonly checks: readonly HealthCheck[]) {}

  async run(): Promise<HealthReport> {
    const entries = await Promise.all(
      this.checks.map(async (check) => [check.name, (await this.inTime(check)) ?? 'ok'] as const),
    );
    return { isReady: entries.every(([, said]) => said === 'ok'), checks: Object.fromEntries(entries) };
  }

  private async inTime(check: HealthCheck): Promise<string | undefined> {
    let end: () => void = () => undefined;
    const late = new Promise<string>((resolve) => {
      end = afterWaking(PATIENCE, () => resolve(`says nothing for ${PATIENCE} ms`));
    });
    return Promise.race([this.start(check), late]).finally(() => end());
  }

  /** What went wrong inside is for the log, not for whoever may ask. */
  private start(check: HealthCheck): Promise<string | undefined> {
    const running = this.pending.get(check);
    if (running) return running;
    const started = check
      .check()
      .catch(() => 'cannot be looked at')
      .finally(() => this.pending.delete(check));
    this.pending.set(check, started);
    return started;
  }
}
