import type { FastifyReply } from 'fastify';
import { print } from 'graphql-sse';

/** Milliseconds between comments that show both sides, and proxies in between, that the other one is there. */
const HEARTBEAT = 12_000;

/** Milliseconds past the stall timeout after which a client that still takes nothing is cut off without a word. */
const GRACE = 5_000;

/** Messages to one client by Server-Sent Events. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;
  private writing = 0;

  /** @param stallTimeout milliseconds in which the client must take a message */
  constructor(
    private readonly reply: FastifyReply,
    private readonly stallTimeout: number,
    heartbeat = HEARTBEAT,
  ) {
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would wait for more before it passes anything on.
      'x-accel-buffering': 'no',
    });
    raw.on('error', () => undefined);
    // Some browsers take no answer for begun whose body has not.
    void this.write(COMMENT);
    this.heartbeat = setInterval(() => {
      // It would only wait behind what the client has not taken yet.
      if (!this.writing) void this.write(COMMENT);
    }, heartbeat).unref();
    raw.once('close', () => clearInterval(this.heartbeat));
  }

  /**
   * Sends a result. Returns when it has been handed to the network.
   *
   * @param json on one line
   * @returns whether somebody is still there
   */
  next(json: string): Promise<boolean> {
    return this.write(`event: next\ndata: ${json}\n\n`);
  }

  /** Says that there is no more, and ends the answer. */
  async complete(): Promise<void> {
    clearInterval(this.heartbeat);
    await this.write(print({ event: 'complete', data: null }));
    const { raw } = this.reply;
    if (raw.destroyed) return;
    raw.end();
    setTimeout(() => raw.destroy(), GRACE).unref();
  }

  private async write(text: string): Promise<boolean> {
    const { raw } = this.reply;
    if (raw.destroyed || raw.writableEnded) return false;
    const patience = setTimeout(() => raw.destroy(), this.stallTimeout + GRACE);
    this.writing++;
    try {
      return await new Promise<boolean>((resolve) => {
        raw.once('close', gone);
        raw.write(text, (error) => {
          raw.off('close', gone);
          resolve(!error);
        });
        function gone(): void {
          resolve(false);
        }
      });
    } finally {
      this.writing--;
      clearTimeout(patience);
    }
  }
}

const COMMENT = ':\n\n';
