import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { all } from '../../src/search/filter.js';
import { compileSecl } from '../../src/secl/compile-secl.js';
import { rulesByEvent } from '../../src/simulator/catalogue/rules.js';
import { rules } from './rules.js';
import { showFilter } from './show-filter.js';

const page = readFileSync(new URL('../../docs/secl.md', import.meta.url), 'utf8');

const examples = [...page.matchAll(/^```secl\n([\s\S]*?)^```/gm)].map(([, text]) => text as string);
const rows = [...page.matchAll(/^\| `(.+?)` +\| `(.+?)` +\|$/gm)].map(
  ([, text, filter]) => [text, filter] as [string, string],
);

describe('docs/secl.md', () => {
  it.each(examples)('has an example that compiles: %s', (text) => {
    expect(showFilter(compileSecl(text))).not.toBe('everything');
  });

  it.each(rows)('tells what %s looks for', (text, filter) => {
    const compiled = compileSecl(text);
    const [, ...parts] = compiled.kind === 'all' ? compiled.filters : [];
    expect(showFilter(all(parts)).replace(/^\((.*)\)$/, '$1')).toBe(filter);
  });

  it('has a table of fields', () => {
    expect(rows.length).toBeGreaterThan(25);
  });
});

describe('rules', () => {
  it.each(rules)('compile: %s', (rule) => {
    expect(showFilter(compileSecl(rule))).toMatch(/^\(?(evt\.name|kind)/);
  });

  it.each(
    Object.values(rulesByEvent)
      .flat()
      .map(({ expression }) => expression)
      .filter((expression) => !/syscalls|anomaly/.test(expression)),
  )('of the simulator compile: %s', (expression) => {
    expect(showFilter(compileSecl(expression))).not.toBe('');
  });
});
