import { setTimeout } from 'node:timers/promises';

/** What became of the embedded server. */
export type SupervisorNews =
  | { readonly kind: 'restarted' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly nextInMilliseconds: number };

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** Starts the embedded server again when it has died under us, as often as it takes, at growing intervals. */
export class Supervisor {
  private reviving: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    /** @returns whether the server was gone */
    private readonly revive: () => Promise<boolean>,
    private readonly tell: (news: SupervisorNews) => void,
  ) {}

  /** Looks whether the server is there. Call it whenever the database does not answer. */
  look(): void {
    if (this.stopping.signal.aborted) return;
    this.reviving ??= this.tryUntilThere().finally(() => (this.reviving = undefined));
  }

  /** Waits for a start that is under way: a server that begins while we leave would stay behind. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.reviving;
  }

  private async tryUntilThere(): Promise<void> {
    for (let pause = FIRST_PAUSE; !this.stopping.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        if (await this.revive()) this.tell({ kind: 'restarted' });
        return;
      } catch (error) {
        this.tell({ kind: 'failed', error, nextInMilliseconds: pause });
        await setTimeout(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }
}
