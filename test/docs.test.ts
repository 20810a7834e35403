import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { settings } from '../src/config.js';
import { settingsMarkdown } from '../src/settings-markdown.js';

/** Commands with commands of their own, by their names in src/cli.ts. */
const PARENTS: Readonly<Record<string, string>> = {
  database: 'spoor db',
  deadLetters: 'spoor dead-letters',
  retention: 'spoor retention',
  token: 'spoor token',
};

const ROOT = new URL('../', import.meta.url);

const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'examples/client/README.md', ...pagesIn('docs/')];

function pagesIn(folder: string): string[] {
  return readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => folder + name);
}

describe('docs/errors.md', () => {
  const listed = new Set([...read('docs/errors.md').matchAll(/^\| `([\w.]+)`/gm)].map(([, code]) => code));

  it.each([
    ['src/errors.ts', () => union('src/errors.ts', 'ErrorCode')],
    ['src/event-format/check-document.ts', () => union('src/event-format/check-document.ts', 'RefusalCode')],
    ['src/http/problem.ts', () => codes('src/http/problem.ts', /code: '([\w.]+)'/g)],
    ['src/graphql/format-error.ts', () => codes('src/graphql/format-error.ts', /'([A-Z][A-Z_]{5,})'/g)],
  ])('lists every code of %s', (_file, codesOf) => {
    const found = codesOf();

    expect(found).not.toHaveLength(0);
    expect(found.filter((code) => !listed.has(code))).toEqual([]);
  });

  it('lists no code with a dot that no source has', () => {
    const known = [
      ...union('src/errors.ts', 'ErrorCode'),
      ...union('src/event-format/check-document.ts', 'RefusalCode'),
      ...codes('src/http/problem.ts', /code: '([\w.]+)'/g),
    ];

    expect([...listed].filter((code) => code?.includes('.') && !known.includes(code))).toEqual([]);
  });

  it('gives every code of ours the status that it has', () => {
    const rows = read('docs/errors.md').matchAll(/^\| `([\w.]+)` +\| (\d{3}) /gm);
    const statuses = new Map([...rows].map(([, code, status]) => [code, Number(status)]));
    const table = read('src/http/problem.ts').matchAll(/^ {2}'([\w.]+)': (\d{3}),$/gm);

    for (const [, code, status] of table) expect([code, statuses.get(code)]).toEqual([code, Number(status)]);
  });

  function codes(file: string, pattern: RegExp): string[] {
    return [...read(file).matchAll(pattern)].map(([, code]) => code as string);
  }

  function union(file: string, name: string): string[] {
    const [, members = ''] = new RegExp(`export type ${name} =([^;]*);`).exec(read(file)) ?? [];
    return [...members.matchAll(/'([\w.]+)'/g)].map(([, code]) => code as string);
  }
});

describe('README.md', () => {
  it('has the table of settings that src/config.ts has (`npm run docs:settings` writes it)', () => {
    const [, table = ''] = /<!-- settings:.*-->\n\n([\s\S]*?)\n\n<!-- \/settings -->/.exec(read('README.md')) ?? [];

    expect(table.split('\n')).toEqual(settingsMarkdown(settings));
  });

  it('names every command of src/cli.ts', () => {
    const groups = Object.keys(PARENTS).join('|');
    const commands = [
      ...read('src/cli.ts').matchAll(new RegExp(`(program|${groups})\\s*\\.command\\('([\\w-]+)'\\)`, 'g')),
    ];
    const verbs = commands.map(([, parent = '', name]) => `${PARENTS[parent] ?? 'spoor'} ${name}`);

    expect(verbs.length).toBeGreaterThan(10);
    expect(
      verbs.filter((verb) => !Object.values(PARENTS).includes(verb) && !read('README.md').includes(`| \`${verb}`)),
    ).toEqual([]);
  });
});

describe.each(PAGES)('%s', (page) => {
  it('links to files that are there', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) => link as string);

    expect(links.filter((link) => !existsSync(new URL(link, new URL(page, ROOT))))).toEqual([]);
  });
});
