import { Socket } from 'node:net';
import type pg from 'pg';
import { setTimeout } from 'node:timers/promises';
import { connect } from './connect.js';
import type { DatabaseLocation } from './database.js';
import { quoteIdentifier } from './identifier.js';

/** Milliseconds before the connection that was lost is made again: at first, and at most. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

type Listener = (payload: string) => void;

/**
 * What other processes tell through the database (`NOTIFY`): one connection a process, made again whenever it breaks.
 *
 * A notification says that there is something to look at; it may come late, and while there is no connection it does not
 * come at all. Whoever listens looks for themselves then: `onGap` tells them.
 */
export class Notifications {
  private readonly channels = new Map<string, Set<Listener>>();
  private readonly gapListeners = new Set<() => void>();
  private readonly stopping = new AbortController();
  private socket: Socket | undefined;
  private client: pg.Client | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly locate: Exclude<DatabaseLocation, string>) {}

  /** Connects, and stays connected until it is closed. */
  start(): void {
    this.running ??= this.run();
  }

  /**
   * Hears of every notification of a channel.
   *
   * @returns a function that ends the listening
   */
  on(channel: string, listener: Listener): () => void {
    const listeners = this.channels.get(channel) ?? new Set();
    if (!this.channels.has(channel)) this.client?.query(listenTo(channel)).catch(() => this.sever());
    this.channels.set(channel, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Hears whenever a connection is there: what was told before it was, nobody heard. */
  onGap(listener: () => void): () => void {
    this.gapListeners.add(listener);
    return () => void this.gapListeners.delete(listener);
  }

  /** Gives the connection up, of which nobody knows any more whether it hears anything. */
  sever(): void {
    this.socket?.destroy();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.sever();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      if (await this.listen()) pause = FIRST_PAUSE;
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Listens until the connection ends. @returns whether there was one */
  private async listen(): Promise<boolean> {
    const socket = (this.socket = new Socket());
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    try {
      const client = await connect(this.locate(), socket);
      client.on('notification', ({ channel, payload = '' }) => this.tell(channel, payload));
      this.client = client;
      for (const channel of [...this.channels.keys()]) await client.query(listenTo(channel));
      for (const listener of this.gapListeners) listener();
      if (this.stopping.signal.aborted) socket.destroy();
      await ended;
      return true;
    } catch {
      // Why the database cannot be reached, its health says.
      socket.destroy();
      return false;
    } finally {
      this.client = undefined;
    }
  }

  private tell(channel: string, payload: string): void {
    for (const listener of this.channels.get(channel) ?? []) listener(payload);
  }
}

function listenTo(channel: string): string {
  return `listen ${quoteIdentifier(channel)}`;
}
