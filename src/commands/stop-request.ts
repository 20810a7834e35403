/** Exit codes of a process that a signal ended, as shells give them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof EXIT_CODES;

/** The first SIGINT or SIGTERM asks a command to finish what is in flight; the second one ends the process. */
export class StopRequest {
  private received: StopSignal | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor() {
    for (const signal of Object.keys(EXIT_CODES) as StopSignal[]) process.on(signal, () => this.receive(signal));
  }

  /** Undefined while nobody asked. */
  get exitCode(): number | undefined {
    return this.received && EXIT_CODES[this.received];
  }

  onRequest(listener: () => void): void {
    this.listeners.push(listener);
  }

  private receive(signal: StopSignal): void {
    if (this.received) process.exit(EXIT_CODES[signal]);
    this.received = signal;
    for (const listener of this.listeners) listener();
  }
}
