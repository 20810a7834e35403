import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../schema/examples/', import.meta.url);

/** The order in which people should see them: what is called so or begins so comes first, in this order. */
const FIRST = [/^newest-events$/, /^investigation-\d/];

/** Names of the example documents for people: the files of schema/examples without their ending. */
export function exampleNames(): string[] {
  return namesIn('').sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Names of those for programs: the files of schema/examples/automation, such as `automation/follow-feed`. */
export function automationNames(): string[] {
  return namesIn('automation/').sort();
}

function namesIn(folder: string): string[] {
  const files = readdirSync(new URL(folder, FOLDER));
  return files.flatMap((file) => (/^.+(?=\.graphql$)/.exec(file) ?? []).map((name) => folder + name));
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
  return [...exampleNames(), ...automationNames()].flatMap(
    (name) => /^(?:query|mutation|subscription) (\w+)/m.exec(exampleDocument(name))?.[1] ?? [],
  );
}
