/** A small document that can be told from every other one ever sent. */
export interface MarkedDocument {
  readonly marker: string;
  readonly text: string;
  /** Whether it has to become a dead letter. */
  readonly isBad: boolean;
}

/** One of so many documents has a field of the wrong type. */
const BAD_EVERY = 25;

/** Makes documents without end. `run` keeps those of several makers apart. */
export class DocumentMaker {
  private made = 0;

  constructor(private readonly run: string) {}

  batch(size: number, paddingBytes = 0): MarkedDocument[] {
    return Array.from({ length: size }, () => this.document(paddingBytes));
  }

  private document(paddingBytes: number): MarkedDocument {
    const number = ++this.made;
    const marker = `${this.run}-${number}`;
    const isBad = number % BAD_EVERY === 0;
    const padding = paddingBytes ? { padding: 'x'.repeat(paddingBytes) } : {};
    const process = { pid: isBad ? 'none' : number % 4_000_000, comm: 'fault' };
    const text = JSON.stringify({ evt: { name: 'exec' }, hostname: `host-${number % 3}`, marker, process, ...padding });
    return { marker, text, isBad };
  }
}
