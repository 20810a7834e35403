import { readFileSync } from 'node:fs';

/** A document of the benchmarks that asks for events as lists show them. */
export function readQuery(name: string): string {
  const read = (file: string): string =>
    readFileSync(new URL(`../../../bench/queries/${file}.graphql`, import.meta.url), 'utf8');
  return [read(name), read('listed')].join('\n');
}
