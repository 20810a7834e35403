import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import { loadWithCopy } from './copy-jsonb.js';
import { eventFile } from './event-file.js';
import { describeMachine } from './machine.js';
import type { Run } from './measure.js';
import { printRuns, printVerdict } from './report.js';
import { importWithSpoor } from './spoor-import.js';

/** `npm run bench:ingest`: Spoor's import against COPY into a table of JSON documents, in turns on one PostgreSQL. */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    repetitions: { type: 'string', default: '3' },
  },
});

const DATA_FOLDER = '.bench/postgres';

const file = await eventFile(Number(values.events), Number(values.seed));
rmSync(DATA_FOLDER, { recursive: true, force: true });
const server = await startEmbeddedPostgres(DATA_FOLDER);
try {
  console.log(await describeMachine(server.url('postgres')));
  console.log(`${file.events} events of 20 hosts, ${(file.bytes / 1e6).toFixed(0)} MB, seed ${values.seed}\n`);
  const [spoor, copy]: [Run[], Run[]] = [[], []];
  for (let i = 0; i < Number(values.repetitions); i++) {
    spoor.push(await importWithSpoor(server, file));
    copy.push(await loadWithCopy(server, file));
  }
  printRuns('Spoor import', spoor);
  printRuns('two COPYs', copy);
  process.exitCode = printVerdict(spoor, copy) ? 0 : 1;
} finally {
  await server.stop();
  rmSync(DATA_FOLDER, { recursive: true, force: true });
}
