import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../schema/examples/', import.meta.url);

/** The order in which people should see them: what is called so or begins so comes first, in this order. */
const FIRST = [/^newest-events$/, /^investigation-\d/];

/** Names of the example documents: the files of schema/examples without their ending. */
export function exampleNames(): string[] {
  const names = readdirSync(FOLDER).flatMap((file) => /^(.+)\.graphql$/.exec(file)?.[1] ?? []);
  return names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function place(name: string): number {
  const index = FIRST.findIndex((pattern) => pattern.test(name));
  return index < 0 ? FIRST.length : index;
}

/** An example's text. */
export function exampleDocument(name: string): string {
  return readFileSync(new URL(`${name}.graphql`, FOLDER), 'utf8');
}

/** Names of the operations in them. */
export function exampleOperations(): string[] {
  return exampleNames().flatMap(
    (name) => /^(?:query|mutation|subscription) (\w+)/m.exec(exampleDocument(name))?.[1] ?? [],
  );
}
