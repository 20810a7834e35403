import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import type { EventFile } from './event-file.js';
import { measure, run, type Run } from './measure.js';

export const CREATE_TABLE = 'create table events (id bigserial primary key, e jsonb not null)';

export const CREATE_INDEX = 'create index on events using gin (e jsonb_path_ops)';

/** Quote and delimiter are characters that JSON cannot hold, so that each line arrives as it is. */
export const COPY = `copy events (e) from stdin with (format csv, quote e'\\x01', delimiter e'\\x02')`;

/** (b) What a user would do without Spoor: the documents as they are, searchable, in two streams at once. */
export function loadWithCopy(server: EmbeddedPostgres, file: EventFile): Promise<Run> {
  const middle = lineStart(file.path, Math.floor(file.bytes / 2));
  return measure(server, file, {
    database: 'bench_copy',
    prepare: (url) => run(url, CREATE_TABLE, CREATE_INDEX),
    load: async (url) => {
      await Promise.all([copy(url, file.path, 0, middle), copy(url, file.path, middle, file.bytes)]);
    },
  });
}

/** The bytes `[start, end)` of the file. */
async function copy(url: string, path: string, start: number, end: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const part = createReadStream(path, { start, end: end - 1, highWaterMark: 1_048_576 });
  await pipeline(part, client.query(copyFrom(COPY)));
  await client.end();
}

/** Where the first line at or behind a position begins. */
function lineStart(path: string, position: number): number {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(65_536);
    for (let at = position; ; at += piece.length) {
      const length = readSync(file, piece, 0, piece.length, at);
      const newline = piece.subarray(0, length).indexOf(0x0a);
      if (newline >= 0) return at + newline + 1;
      if (length < piece.length) return at + length;
    }
  } finally {
    closeSync(file);
  }
}
