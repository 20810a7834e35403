import { simulate } from '#spoor/simulator/simulate.js';

const HOUR = 3_600_000;

/**
 * Events without end at next to no cost: the sender runs on the processors that it measures. A few thousand simulated
 * ones come again and again, each time at the present moment and with a number of their own, so that none is a duplicate.
 */
export class EventSupply {
  private readonly halves: readonly (readonly [before: string, after: string])[];
  private made = 0;

  constructor(
    private readonly name: string,
    seed: number,
    pool = 4000,
  ) {
    const start = new Date(Date.now() - HOUR);
    const events = simulate({ events: pool, hosts: 20, seed, start, duration: HOUR });
    this.halves = [...events].flatMap(({ text }) => {
      const parts = text.split(DATE);
      return parts.length === 2 ? [parts as [string, string]] : [];
    });
  }

  /** As many as a request takes. */
  batch(mostMessages: number, mostBytes: number): string[] {
    const documents: string[] = [];
    for (let bytes = 0; documents.length < mostMessages;) {
      const document = this.next();
      bytes += document.length + 1;
      if (bytes > mostBytes && documents.length) break;
      documents.push(document);
    }
    return documents;
  }

  private next(): string {
    const number = this.made++;
    const [before, after] = this.halves[number % this.halves.length] as readonly [string, string];
    return `{"soak":"${this.name}-${number}",${before.slice(1)}"date":"${new Date().toISOString()}"${after}`;
  }
}

/** Of the event itself. A document in which something else has such a key is left out. */
const DATE = /"date":"[^"]*"/;
