/** Milliseconds within which a further signal is the same one. */
const ECHO = 1000;

/**
 * The first SIGINT or SIGTERM, after which a command finishes in good order. A later one ends the process at once.
 *
 * One Ctrl-C under `npm run` or `npx` is two signals: the terminal sends one to every program, and npm passes its own on.
 */
export class StopSignal {
  private receivedAt: number | undefined;
  private readonly received: Promise<void>;

  constructor() {
    this.received = new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.on(signal, () => {
          if (this.receivedAt === undefined) resolve();
          else if (performance.now() - this.receivedAt > ECHO) process.exit(signal === 'SIGINT' ? 130 : 143);
          this.receivedAt ??= performance.now();
        });
      }
    });
  }

  get hasCome(): boolean {
    return this.receivedAt !== undefined;
  }

  wait(): Promise<void> {
    return this.received;
  }
}
