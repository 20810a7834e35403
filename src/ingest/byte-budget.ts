/** Bounds the bytes of documents that ingest holds in memory, over all streams at once. */
export class ByteBudget {
  private free: number;
  private readonly waiting: { readonly bytes: number; readonly resume: () => void }[] = [];

  constructor(private readonly total: number) {
    this.free = total;
  }

  /** Waits its turn. More than the whole budget is granted when nothing else is held. */
  async take(bytes: number): Promise<() => void> {
    const granted = Math.min(bytes, this.total);
    if (this.waiting.length || granted > this.free) {
      await new Promise<void>((resume) => this.waiting.push({ bytes: granted, resume }));
    } else {
      this.free -= granted;
    }
    return () => this.give(granted);
  }

  /** Bytes that are held. */
  get held(): number {
    return this.total - this.free;
  }

  /** Whether somebody has to wait. */
  get isExhausted(): boolean {
    return this.waiting.length > 0;
  }

  private give(bytes: number): void {
    this.free += bytes;
    for (let next = this.waiting[0]; next && next.bytes <= this.free; next = this.waiting[0]) {
      this.waiting.shift();
      this.free -= next.bytes;
      next.resume();
    }
  }
}
