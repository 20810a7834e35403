import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../schema/contracts/', import.meta.url);

interface ContractFile {
  readonly properties: object;
  readonly $defs: Readonly<Record<string, { readonly properties?: object }>>;
}

/** For each definition, its JSON keys by their GraphQL names, read from the contract files themselves. */
export const contractKeys: ReadonlyMap<string, ReadonlyMap<string, string>> = readKeys();

function readKeys(): Map<string, Map<string, string>> {
  const keys = new Map<string, Map<string, string>>();
  for (const file of readdirSync(FOLDER)) {
    const root = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as ContractFile;
    for (const [definition, node] of Object.entries({ ...root.$defs, SecurityEvent: root })) {
      const known = keys.get(definition) ?? new Map<string, string>();
      keys.set(definition, known);
      for (const key of Object.keys(node.properties ?? {})) known.set(key.replaceAll('.', '_'), key);
    }
  }
  return keys;
}
