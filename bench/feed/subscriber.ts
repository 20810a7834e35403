import type { SubscriberPlan } from './messages.js';

export interface ReceivedItem {
  readonly cursor: string;
  /** RFC 3339. */
  readonly committedAt: string;
  readonly event: { readonly id: string };
}

/** What the subscribers of a process, and of one mode, have in common. */
export class Crowd {
  /** Milliseconds since 1970. */
  measureFrom = Infinity;
  killedAt = 0;
  connected = 0;
  readonly milliseconds: number[] = [];
  readonly reconnected: number[] = [];
  readonly resumed: number[] = [];
  readonly problems: Record<string, number> = {};

  constructor(readonly token: string) {}

  problem(name: string): void {
    this.problems[name] = (this.problems[name] ?? 0) + 1;
  }
}

/** Takes its events, and knows where to go on. How they come is others' business. */
export class Subscriber {
  readonly ids = new Set<string>();
  duplicates = 0;
  private isConnected = false;
  private hasLost = false;
  private isResuming = false;
  private turn = 0;

  constructor(
    readonly plan: SubscriberPlan,
    readonly crowd: Crowd,
    /** Of the last event that came, or of the last page. */
    public cursor: string,
  ) {}

  get url(): string {
    const { urls } = this.plan;
    return urls[this.turn % urls.length] as string;
  }

  take({ cursor, committedAt, event }: ReceivedItem): void {
    const now = Date.now();
    this.cursor = cursor;
    if (this.isResuming) this.crowd.resumed.push(now - this.crowd.killedAt);
    this.isResuming = false;
    const before = this.ids.size;
    this.ids.add(event.id);
    if (this.ids.size === before) this.duplicates++;
    const committed = Date.parse(committedAt);
    if (committed >= this.crowd.measureFrom) this.crowd.milliseconds.push(now - committed);
  }

  connect(): void {
    if (!this.isConnected) this.crowd.connected++;
    this.isConnected = true;
    if (!this.hasLost) return;
    this.hasLost = false;
    this.isResuming = true;
    this.crowd.reconnected.push(Date.now() - this.crowd.killedAt);
  }

  /** It goes on at the next server. */
  lose(): void {
    this.turn++;
    if (!this.isConnected) return;
    this.isConnected = false;
    this.hasLost = true;
    this.crowd.connected--;
  }
}
