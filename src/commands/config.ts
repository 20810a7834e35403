import { readFileSync, writeFileSync } from 'node:fs';
import { readConfigInForce, settings, type Config } from '../config.js';
import { AppError } from '../errors.js';
import { settingsMarkdown } from '../settings-markdown.js';
import { withoutCredentials, type Setting, type SettingsInForce } from '../settings.js';
import { table } from './text-layout.js';

export interface ConfigOptions {
  readonly markdown?: boolean;
  /** A page whose table between the markers is to be written anew. */
  readonly into?: string;
}

/** `spoor config`: the settings in force, or the table of them for the documentation. */
export function showConfig(options: ConfigOptions): void {
  if (options.into !== undefined) return writeInto(options.into);
  const lines = options.markdown ? settingsMarkdown(settings) : inForceLines(readConfigInForce());
  process.stdout.write(`${lines.join('\n')}\n`);
}

function inForceLines({ values, sources }: SettingsInForce<Config>): string[] {
  const rows = (Object.keys(settings) as (keyof Config)[]).map((key) => {
    const { name, isSecret } = settings[key] as Setting<unknown>;
    return [name, shown(values[key], isSecret), sources[key]];
  });
  return table(['setting', 'value', 'from'], rows, Infinity);
}

function shown(value: Config[keyof Config], isSecret: boolean | undefined): string {
  if (value === undefined || (Array.isArray(value) && !value.length)) return 'none';
  return isSecret ? '(secret)' : withoutCredentials(String(value));
}

const BETWEEN_MARKERS = /(<!-- settings:.*-->\n)[\s\S]*?(\n<!-- \/settings -->)/;

function writeInto(path: string): void {
  const page = readFileSync(path, 'utf8');
  if (!BETWEEN_MARKERS.test(page)) {
    throw new AppError(
      'input.invalid',
      `${path} has no markers <!-- settings: --> and <!-- /settings --> to write between`,
    );
  }
  const lines = settingsMarkdown(settings).join('\n');
  writeFileSync(
    path,
    page.replace(BETWEEN_MARKERS, (_, before, after) => `${before}\n${lines}\n${after}`),
  );
}
