import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { scopeNames } from '../../src/auth/scopes.js';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import { page } from './shown.js';

describe('the table of errors', () => {
  /** Code by code, whether the same request may succeed later, as a page says. */
  function retryable(text: string): Map<string, string> {
    const rows = text.matchAll(/^\| `([A-Z_]+)` +\| (?:\d{3} +\| )?(yes|no) /gm);
    return new Map([...rows].map(([, code, answer]) => [code as string, answer as string]));
  }

  const errors = retryable(readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8'));
  const [, table = ''] = /<!-- automation errors:[^>]*-->([\s\S]*?)<!-- \/automation errors -->/.exec(page) ?? [];
  const told = retryable(table);

  it('says of each code what docs/errors.md says', () => {
    expect(told.size).toBeGreaterThan(8);
    for (const [code, answer] of told) expect([code, answer]).toEqual([code, errors.get(code)]);
  });

  it('has every code that is worth another attempt', () => {
    const worthIt = [...errors].filter(([, answer]) => answer === 'yes').map(([code]) => code);

    expect(worthIt.filter((code) => !told.has(code))).toEqual([]);
  });
});

describe('the recipes', () => {
  it('ask what the GraphQL schema takes', async () => {
    const [, yaml = ''] = /^ {2}query: \|\n((?: {4}.*\n)+)/m.exec(page) ?? [];

    expect(yaml).toContain('eventFeed');
    expect(validate(await buildGraphQLSchema(), parse(yaml))).toEqual([]);
  });

  it('speak of scopes that there are', () => {
    const [, table = ''] = /^\| Scope +\|.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
    const told = [...table.matchAll(/`(\w+:[\w-]+)`/g)].map(([, scope]) => scope);

    expect(told.length).toBeGreaterThan(2);
    expect(told.filter((scope) => !scopeNames.some((known) => known === scope))).toEqual([]);
  });
});
