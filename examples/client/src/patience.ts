import { setTimeout } from 'node:timers/promises';
import { SpoorError } from './spoor-error.js';

const SHORTEST = 250;
const LONGEST = 30_000;

/** Pauses between attempts: they grow with every failure, and are drawn, so that not all clients come back at once. */
export class Patience {
  private failures = 0;

  constructor(private readonly signal: AbortSignal) {}

  succeeded(): void {
    this.failures = 0;
  }

  /** @throws the error, if no later attempt would go better; when the signal ends the waiting */
  async pauseAfter(error: unknown): Promise<void> {
    this.signal.throwIfAborted();
    if (error instanceof SpoorError && !error.isRetryable) throw error;
    const asked = error instanceof SpoorError ? (error.retryAfter ?? 0) : 0;
    const pause = Math.max(asked, Math.min(SHORTEST * 2 ** this.failures++, LONGEST) * (0.5 + Math.random() / 2));
    console.error(`${error instanceof Error ? error.message : String(error)}; again in ${Math.round(pause)} ms`);
    await setTimeout(pause, undefined, { signal: this.signal });
  }
}

/**
 * Tries until it succeeds: the server may be away, busy, or starting again.
 *
 * @throws what no later attempt would change
 */
export async function patiently<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const patience = new Patience(signal);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      await patience.pauseAfter(error);
    }
  }
}
