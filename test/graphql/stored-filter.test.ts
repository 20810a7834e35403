import { beforeAll, describe, expect, it } from '@jest/globals';
import { coerceInputValue, parse, valueFromAST, type GraphQLInputType, type ObjectFieldNode } from 'graphql';
import { readSelection } from '../../src/graphql/inputs/event-selection.arguments.js';
import { filterText, storedSelectionReader, type SelectionTexts } from '../../src/graphql/filters/stored-filter.js';
import type { SecurityEventFilterInput } from '../../src/graphql/filters/security-event-filter.js';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import type { Filter } from '../../src/search/filter.js';

let type: GraphQLInputType;
let read: (stored: SelectionTexts) => Filter;

beforeAll(async () => {
  const schema = await buildGraphQLSchema();
  type = schema.getType('SecurityEventFilter') as GraphQLInputType;
  read = storedSelectionReader(schema);
});

/** As it stands in a document. */
function literal(text: string): SecurityEventFilterInput {
  const [definition] = parse(`{ a(f: ${text}) }`).definitions;
  const [field] = (definition as unknown as { selectionSet: { selections: { arguments: ObjectFieldNode[] }[] } })
    .selectionSet.selections;
  return valueFromAST((field?.arguments[0] as ObjectFieldNode).value, type) as SecurityEventFilterInput;
}

const again = (filter: SecurityEventFilterInput): Filter => read({ where: undefined, filter: filterText(filter) });

describe('a stored filter', () => {
  it.each([
    '{}',
    '{ title: { eq: null } }',
    '{ title: { ne: "ü\\u2028\\"" ignoreCase: true }, usr: null }',
    '{ process: { executable: { inode: { in: [18446744073709551615, "9007199254740993", 1] } } } }',
    '{ process: { pid: { gt: 4294967295 }, uid: { lte: 0 } } }',
    '{ kind: { eq: AGENT_REPORT }, timeSource: { notIn: [DATE, RECEIPT] }, formats: { some: { in: [CWS_7_40] } } }',
    '{ time: { gte: "2026-01-31T12:00:00.123456789+02:00", lt: "2027-01-01T00:00:00Z" } }',
    '{ process: { ancestors: { some: { comm: { startsWith: "a" } }, isEmpty: false } } }',
    '{ or: [{ title: { exists: true } }, { not: { and: [{ host: { name: { eq: "a" } } }] } }] }',
    '{ network: { source: { ip: { within: ["10.0.0.0/8", "::1/128"] } } } }',
    '{ tags: { none: { contains: "x" } }, service: { matches: "^a$" } }',
    '{ process: { descendantOf: "instance_00000000000080008000000000000001" } }',
  ])('asks for the same again: %s', (text) => {
    const filter = literal(text);

    expect(again(filter)).toEqual(readSelection({ filter }));
  });

  it('keeps every digit of the JSON that it looks for', () => {
    const filter = literal(
      '{ process: { variables: { containsJson: { a: [18446744073709551615, 1.50, "x", true, null] } } } }',
    );

    expect(again(filter)).toEqual(readSelection({ filter }));
    expect(filterText(filter)).toContain('{"a":[18446744073709551615,1.50,"x",true,null]}');
  });

  it('is the same whether it came in a document or as a variable', () => {
    const given = { process: { executable: { inode: { gt: '18446744073709551614' } } } };

    const filter = coerceInputValue(given, type) as SecurityEventFilterInput;

    expect(filterText(filter)).toBe(JSON.stringify(given));
  });

  it('is refused once the schema has no such field', () => {
    expect(() => read({ where: undefined, filter: '{"titel":{"eq":"x"}}' })).toThrow(
      /^`filter` is not understood any more: .*titel/,
    );
    expect(() => read({ where: 'exec.nonsense == 1', filter: undefined })).toThrow(/nonsense/);
  });
});
