/** A process that starts the embedded PostgreSQL in the folder it is given, says so, and waits to be killed. */
import { startEmbeddedPostgres } from '../../dist/database/embedded-postgres.js';

const server = await startEmbeddedPostgres(process.argv[2]);
process.stdout.write(`${server.url('postgres')}\n`);
setInterval(() => undefined, 1000);
