import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { zstdFrame } from '../http/zstd-frame.js';

export interface AgentClientOptions {
  readonly path?: '/api/v2/secruntime' | '/api/v2/logs';
  readonly encoding?: 'gzip' | 'zstd' | 'identity';
  readonly connections?: number;
  readonly apiKey?: string;
}

/** One item of a payload. */
export type AgentEnvelope = Readonly<Record<string, unknown>>;

/** What an agent puts into one payload at most. */
const MOST_MESSAGES = 1_000;
const MOST_BYTES = 5_000_000;

/** Statuses after which an agent drops a payload for good. Every other one from 400 up makes it try again. */
const DROPPED = [400, 401, 403, 413];

/**
 * Delivers like an agent: payloads of many messages over several connections, each sent again, byte for byte, until it
 * was taken or refused for good. An agent waits longer between its attempts; nothing else is different.
 */
export class AgentClient {
  /** Requests that were begun, and those of them that no answer came back for. */
  attempts = 0;
  lostAnswers = 0;
  readonly statuses: number[] = [];
  private readonly http: Agent;

  constructor(
    private readonly url: string,
    private readonly options: AgentClientOptions = {},
  ) {
    this.http = new Agent({ keepAlive: true, maxSockets: options.connections ?? 1 });
  }

  /** Sends all of it and returns when an answer to every payload came. */
  async deliver(envelopes: readonly AgentEnvelope[]): Promise<void> {
    const payloads = payloadsOf(envelopes);
    const senders = Array.from({ length: this.options.connections ?? 1 }, async () => {
      for (let next = payloads.shift(); next; next = payloads.shift()) await this.deliverPayload(next);
    });
    await Promise.all(senders);
  }

  /** @returns the status that ended it */
  async deliverPayload(json: string): Promise<number> {
    const body = this.packed(Buffer.from(json));
    for (;;) {
      const status = await this.attempt(body);
      if (status !== undefined && (status < 400 || DROPPED.includes(status))) return status;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  close(): void {
    this.http.destroy();
  }

  /** @returns undefined when the connection broke before the answer */
  attempt(body: Buffer): Promise<number | undefined> {
    const { path = '/api/v2/secruntime', encoding = 'gzip', apiKey } = this.options;
    this.attempts++;
    return new Promise((resolve) => {
      const lost = (): void => {
        this.lostAnswers++;
        resolve(undefined);
      };
      const headers = {
        'content-type': 'application/json',
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
        ...(apiKey !== undefined && { 'dd-api-key': apiKey }),
      };
      const sent = request(`${this.url}${path}`, { method: 'POST', agent: this.http, headers }, (response) => {
        response.resume();
        response.once('error', lost);
        response.once('end', () => {
          this.statuses.push(response.statusCode as number);
          resolve(response.statusCode);
        });
      });
      sent.once('error', lost);
      sent.end(body);
    });
  }

  packed(bytes: Buffer): Buffer {
    switch (this.options.encoding ?? 'gzip') {
      case 'gzip':
        return gzipSync(bytes);
      case 'zstd':
        return zstdFrame(bytes);
      case 'identity':
        return bytes;
    }
  }
}

/** An event as an agent wraps it. */
export function wrapped(event: string, host: string, timestamp: number, more: AgentEnvelope = {}): AgentEnvelope {
  return {
    message: event,
    status: 'info',
    timestamp,
    hostname: host,
    service: 'runtime-security-agent',
    ddsource: 'runtime-security',
    ddtags: `host:${host},env:test`,
    ...more,
  };
}

export function payloadsOf(envelopes: readonly AgentEnvelope[]): string[] {
  const payloads: string[] = [];
  let items: string[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (items.length) payloads.push(`[${items.join(',')}]`);
    [items, bytes] = [[], 0];
  };
  for (const envelope of envelopes) {
    const item = JSON.stringify(envelope);
    if (items.length === MOST_MESSAGES || bytes + item.length > MOST_BYTES) flush();
    items.push(item);
    bytes += item.length + 1;
  }
  flush();
  return payloads;
}
