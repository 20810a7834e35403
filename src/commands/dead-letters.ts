import { once } from 'node:events';
import type { Config } from '../config.js';
import { DeadLetterStore, type StoredLetter } from '../dead-letters/dead-letter-store.js';
import { letterLines } from '../dead-letters/letter-lines.js';
import { letterQuery, type LetterOptions } from '../dead-letters/letter-query.js';
import { migrate } from '../database/migrations.js';
import { formatNodeId } from '../node-id.js';
import { startServices } from '../services.js';
import { StopRequest } from './stop-request.js';
import { printable, table } from './text-layout.js';
import { withDatabase } from './with-database.js';

export interface ListLettersOptions extends LetterOptions {
  readonly limit: number;
}

/** `spoor dead-letters list`: how many there are by reason, and the newest. */
export async function listDeadLetters(config: Config, { limit, ...options }: ListLettersOptions): Promise<void> {
  await withLetters(config, async (store) => {
    const query = letterQuery(options);
    const counts = await store.counts(query);
    const letters = await store.page(query, { direction: 'desc', limit });
    const lines = counts.length
      ? [
          ...table(
            ['reason', 'dead letters'],
            counts.map(({ code, count }) => [code, String(count)]),
            80,
          ),
          '',
          ...table(['received', 'host', 'reason', 'at', 'sentence'], letters.map(cells), 200),
        ]
      : ['There are no dead letters of that kind'];
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}

function cells({ receivedAt, host, code, pointer, message }: StoredLetter): string[] {
  return [receivedAt.toISOString(), host.name, code, pointer, message];
}

/**
 * `spoor dead-letters replay`: tries them again, all that the options leave.
 *
 * @returns the exit code
 */
export async function replayDeadLetters(config: Config, options: LetterOptions): Promise<number> {
  const stop = new StopRequest();
  const services = await startServices(config);
  const query = letterQuery(options);
  const total = { replayed: 0, stored: 0, duplicates: 0, refused: 0 };
  try {
    // What is tried in vain goes to the end of the line: once all that were there at the beginning were tried, it is done.
    let remaining = await services.deadLetters.store.waitingSince(query, new Date());
    while (remaining > 0 && stop.exitCode === undefined) {
      const report = await services.deadLetters.replay.replay(query, Math.min(remaining, AT_ONCE));
      if (!report.replayed) break;
      remaining -= report.replayed;
      total.replayed += report.replayed;
      total.stored += report.stored;
      total.duplicates += report.duplicates;
      total.refused += report.stillRefused.length;
      for (const { id, code, message } of report.stillRefused) {
        process.stderr.write(`${formatNodeId('letter', id)}: ${code}: ${printable(message)}\n`);
      }
    }
  } finally {
    const details = { ...total, by: 'spoor dead-letters replay' };
    await services.audit.record({ action: 'DEAD_LETTERS_REPLAYED', details }).catch(() => undefined);
    await services.close();
  }
  process.stdout.write(
    `replayed       ${total.replayed}\n` +
      `stored         ${total.stored}\n` +
      `duplicates     ${total.duplicates}\n` +
      `still refused  ${total.refused}\n`,
  );
  return stop.exitCode ?? 0;
}

const AT_ONCE = 500;

/** `spoor dead-letters export`: NDJSON on standard output, with the documents. */
export async function exportDeadLetters(config: Config, options: LetterOptions): Promise<void> {
  await withLetters(config, async (store) => {
    for await (const line of letterLines(store, letterQuery(options), true)) {
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    }
  });
}

function withLetters(config: Config, work: (store: DeadLetterStore) => Promise<void>): Promise<void> {
  return withDatabase(config, async (database) => {
    await migrate(database.connectionString);
    await work(new DeadLetterStore(database));
  });
}
