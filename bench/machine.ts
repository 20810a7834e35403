import { availableParallelism, cpus, totalmem } from 'node:os';
import pg from 'pg';

/** What figures mean nothing without: the machine, the date, and what runs on it. */
export function describeRuntime(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${memory}`;
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${machine}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

export async function describeMachine(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return `${describeRuntime()}, PostgreSQL ${rows[0]?.server_version}`;
}
