import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { IngestReport } from '../../src/ingest/ingest-report.js';
import { simulate } from '../../src/simulator/simulate.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { serveSpoor, type ServingSpoor } from '../support/serving.js';
import { bearer } from './test-server.js';
import { zstdBomb } from './zstd-frame.js';

const MIB = 2 ** 20;

/**
 * What ingest may take beyond the server at rest, whatever the length of a body of events: 64 MiB of documents in flight
 * (`SPOOR_MAX_BYTES_IN_FLIGHT`), the rows that they become, and what the garbage collector has not got round to.
 * Measured: 50 to 130 MiB.
 */
const EVENTS_MIB = 256;

/**
 * The same for one endless document: a dead letter keeps 16 MiB of it, which go from thread to thread and to the
 * database in a dozen copies, most of them garbage by the next. Measured: 170 to 360 MiB.
 */
const ENDLESS_MIB = 512;

let database: TestDatabase;
let server: ServingSpoor;

beforeAll(async () => {
  database = await cloneDatabase();
  server = await serveSpoor({ DATABASE_URL: database.url, SPOOR_LOG_LEVEL: 'warn' });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Goes on reading: to a program whose output nobody takes, writing is an error. */
function residentMiB(): number {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

interface Streamed {
  readonly report: IngestReport;
  /** The most memory that the server took meanwhile. */
  readonly peakMiB: number;
}

async function stream(body: Iterable<Uint8Array>, headers: Readonly<Record<string, string>> = {}): Promise<Streamed> {
  let peakMiB = 0;
  const watch = setInterval(() => (peakMiB = Math.max(peakMiB, residentMiB())), 20);
  try {
    const sent = {
      method: 'POST',
      body: Readable.from(body),
      headers: { ...headers, ...bearer(server.token ?? '') },
      duplex: 'half',
    };
    const response = await fetch(`${server.url}/v1/events`, sent as unknown as RequestInit);
    return { report: (await response.json()) as IngestReport, peakMiB };
  } finally {
    clearInterval(watch);
  }
}

function* repeat(bytes: Uint8Array, times: number): Generator<Uint8Array> {
  for (let i = 0; i < times; i++) yield bytes;
}

/** About two megabytes of NDJSON, which are stored once however often they come. */
function ndjson(): Buffer {
  const start = new Date(Date.now() - 3_600_000);
  const documents = simulate({ events: 200, hosts: 2, seed: 5, start, duration: 3_600_000 });
  return Buffer.from([...documents].map(({ text }) => `${text}\n`).join(''));
}

// Linux alone tells the memory of another process in a file.
(process.platform === 'linux' ? describe : describe.skip)('the memory of the server stays bounded', () => {
  const block = ndjson();
  const times = Math.ceil((200 * MIB) / block.length);
  let atRestMiB: number;

  beforeAll(async () => {
    await stream([block]);
    atRestMiB = residentMiB();
  });

  it('while 200 MB of NDJSON stream in', async () => {
    const { report, peakMiB } = await stream(repeat(block, times));

    expect(report).toMatchObject({ received: 200 * times, stored: 0, deadLetterCount: 0 });
    expect(peakMiB).toBeLessThan(atRestMiB + EVENTS_MIB);
  });

  it('while 200 MB of NDJSON stream in as a few megabytes of gzip', async () => {
    const headers = { 'content-encoding': 'gzip' };

    const { report, peakMiB } = await stream(repeat(gzipSync(block), times), headers);

    expect(report).toMatchObject({ received: 200 * times, stored: 0, deadLetterCount: 0 });
    expect(peakMiB).toBeLessThan(atRestMiB + EVENTS_MIB);
  });

  it('while one line of 200 MB streams in', async () => {
    const { report, peakMiB } = await stream(repeat(Buffer.alloc(MIB, 'x'), 200));

    expect(report).toMatchObject({ received: 1, stored: 0, deadLetterCount: 1 });
    expect(peakMiB).toBeLessThan(atRestMiB + ENDLESS_MIB);
  });

  it('while 200 MB of nothing but blanks stream in', async () => {
    const { report, peakMiB } = await stream(repeat(Buffer.alloc(MIB, ' '), 200));

    expect(report).toMatchObject({ code: 'ingest.empty_body' });
    expect(peakMiB).toBeLessThan(atRestMiB + ENDLESS_MIB);
  });

  it.each(['gzip', 'zstd'])('when 10 KB of %s turn out to be a bomb', async (encoding) => {
    const bomb = encoding === 'gzip' ? gzipSync(Buffer.alloc(200 * MIB, 'x')) : zstdBomb('x', 1600);

    const { report, peakMiB } = await stream([bomb], { 'content-encoding': encoding });

    expect(report).toMatchObject({ received: 1, stored: 0, deadLetterCount: 1 });
    expect(peakMiB).toBeLessThan(atRestMiB + ENDLESS_MIB);
  });
});
