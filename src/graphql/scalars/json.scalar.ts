import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { ExactNumber } from '../../event-format/exact-number.js';
import { withPlainNumbers } from './plain-numbers.js';
import { refusedLiteral } from './refused-input.js';

type Variables = Readonly<Record<string, unknown>> | null | undefined;

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description:
    'Any JSON value: a part of the event whose shape no contract fixes. Integers past 2^53 are decimal strings here; ' +
    'the event over HTTP has them as they were sent.',
  serialize: withPlainNumbers,
  parseValue: (value) => value,
  parseLiteral: valueOfLiteral,
});

function valueOfLiteral(node: ValueNode, variables?: Variables): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return numberOf(node.value);
    case Kind.LIST:
      return node.values.map((item) => valueOfLiteral(item, variables) ?? null);
    case Kind.OBJECT:
      return objectOf(node.fields, variables);
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.ENUM:
      throw refusedLiteral('JSON', node, 'put names in double quotes');
  }
}

/** A literal that a JavaScript number would change keeps its text, as in a decoded document. */
function numberOf(text: string): number | ExactNumber {
  const number = Number(text);
  return String(number) === text ? number : new ExactNumber(text);
}

type ObjectFields = Extract<ValueNode, { kind: Kind.OBJECT }>['fields'];

function objectOf(fields: ObjectFields, variables: Variables): Record<string, unknown> {
  const entries = fields.map((field) => [field.name.value, valueOfLiteral(field.value, variables)] as const);
  // A variable that was not given leaves its key out, as GraphQL does in input objects.
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
