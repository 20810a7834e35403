import { beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, graphql, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { selectedNames } from '../../src/graphql/selected-names.js';

const schema = buildSchema(`
  type Query { person: Person, people: [Person!]! }
  type Person { name: String, age: Int, friend: Person, friends: [Person!] }
`);

/** What each field that has fields was found to select, by its path in the answer. */
let selected: Map<string, string[]>;

const PERSON = { name: 'Ann', age: 30, friend: { name: 'Bob', friend: {} }, friends: [{}, {}] };

for (const type of ['Query', 'Person']) {
  const fields = (schema.getType(type) as GraphQLObjectType).getFields();
  for (const name of ['person', 'people', 'friend', 'friends']) {
    const field = fields[name];
    if (!field) continue;
    field.resolve = (source: Record<string, unknown> | undefined, _arguments, _context, info: GraphQLResolveInfo) => {
      selected.set(pathOf(info), [...selectedNames(info)]);
      return source?.[name] ?? (name === 'people' ? [PERSON, PERSON] : name === 'person' ? PERSON : undefined);
    };
  }
}

beforeEach(() => {
  selected = new Map();
});

function pathOf({ path }: GraphQLResolveInfo): string {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at; at = at.prev) keys.unshift(at.key);
  return keys.join('.');
}

async function run(source: string, variableValues: Record<string, unknown> = {}): Promise<void> {
  const { errors } = await graphql({ schema, source, variableValues });
  expect(errors).toBeUndefined();
}

describe('the names that a field selects', () => {
  it.each([
    ['fields', '{ person { name age } }', ['name', 'age']],
    ['fields under another name', '{ person { called: name } }', ['name']],
    ['only fields right below', '{ person { friend { age } } }', ['friend']],
    ['a field that stands twice', '{ person { name name friend { age } friend { name } } }', ['name', 'friend']],
    ['what an inline fragment selects', '{ person { ... on Person { name ... { age } } } }', ['name', 'age']],
    [
      'what a fragment selects',
      '{ person { ...A } } fragment A on Person { name ...B } fragment B on Person { age }',
      ['name', 'age'],
    ],
    ['what the same field selects elsewhere', '{ person { name } person { age } }', ['name', 'age']],
    ['the name of the type', '{ person { __typename } }', ['__typename']],
  ])('are %s', async (_, query, names) => {
    await run(query);

    expect(selected.get('person')).toEqual(names);
  });

  it('are those of each place where a fragment is used', async () => {
    await run(`
      { a: person { ...F } b: person { ...F friend { age } } }
      fragment F on Person { friend { name } }
    `);

    expect(selected.get('a.friend')).toEqual(['name']);
    expect(selected.get('b.friend')).toEqual(['name', 'age']);
  });

  it('are those of each place, whichever is resolved first', async () => {
    await run(`
      { b: person { ...F friend { age } } a: person { ...F } }
      fragment F on Person { friend { name } }
    `);

    expect(selected.get('a.friend')).toEqual(['name']);
    expect(selected.get('b.friend')).toEqual(['name', 'age']);
  });

  it('are the same for every element of a list', async () => {
    await run('{ people { friend { name } friends { age } } }');

    expect([...selected.keys()]).toEqual([
      'people',
      ...[0, 1].flatMap((i) => [`people.${i}.friend`, `people.${i}.friends`]),
    ]);
    expect(selected.get('people.1.friend')).toEqual(['name']);
    expect(selected.get('people.1.friends')).toEqual(['age']);
  });
});
