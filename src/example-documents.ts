import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../schema/examples/', import.meta.url);

/** The one that people should see first. */
const FIRST = 'newest-events';

/** Names of the example documents: the files of schema/examples without their ending. */
export function exampleNames(): string[] {
  const names = readdirSync(FOLDER).flatMap((file) => /^(.+)\.graphql$/.exec(file)?.[1] ?? []);
  return names.sort((a, b) => Number(b === FIRST) - Number(a === FIRST) || (a < b ? -1 : 1));
}

/** An example's text. */
export function exampleDocument(name: string): string {
  return readFileSync(new URL(`${name}.graphql`, FOLDER), 'utf8');
}
