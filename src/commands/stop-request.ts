/** Exit codes of a process that a signal ended, as shells give them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof EXIT_CODES;

/** Milliseconds within which an equal signal is the same one. */
const ECHO = 1000;

/**
 * The first SIGINT or SIGTERM asks a command to finish what is in flight; a later one ends the process at once.
 *
 * One Ctrl-C under `npm run` or `npx` is two signals: the terminal sends one to every program, and npm passes its own on.
 */
export class StopRequest {
  private received: StopSignal | undefined;
  private receivedAt = 0;
  private readonly listeners: (() => void)[] = [];

  constructor() {
    for (const signal of Object.keys(EXIT_CODES) as StopSignal[]) process.on(signal, () => this.receive(signal));
  }

  get hasCome(): boolean {
    return this.received !== undefined;
  }

  /** Undefined while nobody asked. */
  get exitCode(): number | undefined {
    return this.received && EXIT_CODES[this.received];
  }

  onRequest(listener: () => void): void {
    this.listeners.push(listener);
  }

  wait(): Promise<void> {
    return new Promise((resolve) => (this.hasCome ? resolve() : this.onRequest(resolve)));
  }

  private receive(signal: StopSignal): void {
    if (this.received) {
      const isEcho = signal === this.received && performance.now() - this.receivedAt < ECHO;
      if (!isEcho) process.exit(EXIT_CODES[signal]);
      return;
    }
    this.received = signal;
    this.receivedAt = performance.now();
    for (const listener of this.listeners) listener();
  }
}
