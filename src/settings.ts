import { readFileSync } from 'node:fs';
import { didYouMean, nearest } from './nearest.js';

/** One thing that can be set by an environment variable. */
export interface Setting<T> {
  readonly name: string;
  readonly default: T;
  readonly description: string;
  /** Throws the end of a sentence about a value that does not do. */
  readonly parse: (text: string) => T;
  /** Never shown, and may stand in a file that `<name>_FILE` names. */
  readonly isSecret?: boolean;
  /** What the documentation says of a default that depends on the machine. */
  readonly shownDefault?: string;
}

export type SettingsTable<Values> = { readonly [Name in keyof Values]: Setting<Values[Name]> };

export type SettingSource = 'default' | 'environment' | 'file';

/** The values that count, and where each comes from. */
export interface SettingsInForce<Values> {
  readonly values: Values;
  readonly sources: { readonly [Name in keyof Values]: SettingSource };
}

/** What a table of settings makes of an environment. Every mistake is a sentence; the default stands in for its value. */
export function readSettings<Values>(
  table: SettingsTable<Values>,
  environment: NodeJS.ProcessEnv,
): SettingsInForce<Values> & { readonly mistakes: readonly string[] } {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  const sources: Record<string, SettingSource> = {};
  const entries = Object.entries<Setting<unknown>>(table);
  for (const [key, setting] of entries) {
    const given = find(setting, environment, mistakes);
    values[key] = given ? parse(setting, given, mistakes) : setting.default;
    sources[key] = given?.source ?? 'default';
  }
  mistakes.push(
    ...unknownVariables(
      entries.map(([, setting]) => setting),
      environment,
    ),
  );
  // The table has an entry for every key of Values, of its type.
  return { values: values as Values, sources: sources as SettingsInForce<Values>['sources'], mistakes };
}

interface Given {
  readonly text: string;
  readonly source: 'environment' | 'file';
}

function find({ name, isSecret }: Setting<unknown>, environment: NodeJS.ProcessEnv, mistakes: string[]): Given | void {
  const text = environment[name];
  const path = isSecret ? environment[fileVariable(name)] : undefined;
  if (text && path) {
    mistakes.push(`${name} and ${fileVariable(name)} are both given; remove one of them`);
  } else if (path) {
    return readFile(name, path, mistakes);
  } else if (text) {
    return { text, source: 'environment' };
  }
}

function readFile(name: string, path: string, mistakes: string[]): Given | void {
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (text) return { text, source: 'file' };
    mistakes.push(`${fileVariable(name)} names "${path}", which is empty`);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    mistakes.push(`${fileVariable(name)} names "${path}", which cannot be read (${code})`);
  }
}

function parse(setting: Setting<unknown>, { text, source }: Given, mistakes: string[]): unknown {
  try {
    return setting.parse(text);
  } catch (error) {
    const { name, isSecret } = setting;
    const value = isSecret ? (source === 'file' ? 'in its file' : 'not shown here') : `"${withoutCredentials(text)}"`;
    mistakes.push(`${name} is ${value} but ${(error as Error).message}`);
    return setting.default;
  }
}

/** The variable that names the file of a secret. */
function fileVariable(name: string): string {
  return `${name}_FILE`;
}

/** What clients take from the same shell in which somebody runs `spoor`: the README has them exported. */
const OF_CLIENTS: ReadonlySet<string> = new Set(['SPOOR_TOKEN', 'SPOOR_URL']);

/** What begins like ours and is not: mostly a slip of the keyboard. Our own tests have variables of their own. */
function unknownVariables(table: readonly Setting<unknown>[], environment: NodeJS.ProcessEnv): string[] {
  const known = table.flatMap(({ name, isSecret }) => (isSecret ? [name, fileVariable(name)] : [name]));
  return Object.keys(environment)
    .filter((name) => name.startsWith('SPOOR_') && !name.startsWith('SPOOR_TEST_'))
    .filter((name) => !known.includes(name) && !OF_CLIENTS.has(name))
    .map((name) => `${name} is no setting${didYouMean(nearest(name, known, 1)) || '; `spoor config` lists them'}`);
}

/** A URL may hold a name and a password. */
export function withoutCredentials(text: string): string {
  return text.replace(/:\/\/[^@/]*@/, '://***@');
}
