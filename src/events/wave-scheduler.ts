/**
 * Decides when loaders that feed each other run, so that one request costs one statement a table.
 *
 * Loaders stand in waves. A wave runs only when no earlier wave has anything left to do, since that might still ask for
 * more of the later one: files, for instance, wait until all processes are known, because processes name files too.
 */
export class WaveScheduler {
  private readonly waiting = new Map<number, (() => void)[]>();
  private running = 0;
  private isPlanned = false;

  /** For a DataLoader's `batchScheduleFn`. */
  schedule(wave: number): (dispatch: () => void) => void {
    return (dispatch) => {
      const wavesDispatches = this.waiting.get(wave) ?? [];
      this.waiting.set(wave, wavesDispatches);
      wavesDispatches.push(dispatch);
      this.plan();
    };
  }

  /** Wraps a loader's work, so that later waves wait for it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.plan();
    }
  }

  /** Everything that runs now, resolved promises included, comes first: it may ask for more. */
  private plan(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    setImmediate(() => {
      this.isPlanned = false;
      if (!this.running) this.dispatchNext();
    });
  }

  private dispatchNext(): void {
    const next = Math.min(...this.waiting.keys());
    const dispatches = this.waiting.get(next) ?? [];
    this.waiting.delete(next);
    for (const dispatch of dispatches) dispatch();
    // A batch of nothing but known answers runs no work whose end would call for the next wave.
    if (this.waiting.size) this.plan();
  }
}
