import type { Setting } from './settings.js';

/** The table of settings as the documentation has it, laid out as Prettier would. */
export function settingsMarkdown(table: Readonly<Record<string, Setting<unknown>>>): string[] {
  const header = ['Variable', 'Default', 'Meaning'];
  const rows = Object.values(table).map((setting) => [
    `\`${setting.name}\``,
    shownDefault(setting),
    setting.isSecret ? `${setting.description}; \`${setting.name}_FILE\` may name a file with it` : setting.description,
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...rows].map((row) => {
    return `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  });
}

function shownDefault({ default: value, shownDefault: shown }: Setting<unknown>): string {
  if (shown !== undefined) return shown;
  return value === undefined || (Array.isArray(value) && !value.length)
    ? 'none'
    : `\`${value as string | number | boolean}\``;
}
