import {
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { contractKeys } from './contract-keys.js';
import {
  integerText,
  isList,
  isMap,
  NumberText,
  plainNumber,
  plainValue,
  type JsonMap,
  type JsonTree,
} from './json-tree.js';

/**
 * What a query of every field of the mirror answers for a document: the document without the fields that no contract
 * knows, each value as its GraphQL type shows it. Absent, null and (in free-form reports) of another type are all null.
 */
export function expectedMirror(document: JsonMap, type: GraphQLObjectType): Record<string, unknown> {
  const expected: Record<string, unknown> = {};
  const keys = contractKeys.get(type.name) as ReadonlyMap<string, string>;
  for (const field of Object.values(type.getFields())) {
    const key = keys.get(field.name);
    if (key !== undefined)
      expected[field.name] = expectedValue(ofOldAgent(document.get(key) ?? null, type), field.type);
  }
  return expected;
}

/** `dd.span_id` and `dd.trace_id` are integers from old agents, shown as text. */
function ofOldAgent(value: JsonTree, type: GraphQLObjectType): JsonTree {
  return type.name === 'DDContext' && value instanceof NumberText ? (integerText(value.text) ?? value.text) : value;
}

function expectedValue(value: JsonTree, outputType: GraphQLOutputType): unknown {
  const type = getNullableType(outputType);
  if (isListType(type)) {
    if (!isList(value)) return null;
    const items = value.map((item) => expectedValue(item, type.ofType));
    return items.includes(null) && isNonNullType(type.ofType) ? null : items;
  }
  if (isObjectType(type)) return isMap(value) ? expectedMirror(value, type) : null;
  return expectedScalar(value, getNamedType(type).name);
}

function expectedScalar(value: JsonTree, type: string): unknown {
  switch (type) {
    case 'UInt64':
      return value instanceof NumberText ? (integerText(value.text) ?? value.text) : null;
    case 'UInt32':
    case 'Int64':
      return value instanceof NumberText ? plainNumber(value.text) : null;
    case 'String':
    case 'IPAddress':
      return stringOrNull(value);
    case 'DateTime':
      return value instanceof NumberText ? dateOfNanoseconds(value.text) : stringOrNull(value);
    case 'Boolean':
      return typeof value === 'boolean' ? value : null;
    case 'JSON':
      return plainValue(value);
    default:
      throw new Error(`The mirror has the scalar ${type}; say here what it shows`);
  }
}

function stringOrNull(value: JsonTree): string | null {
  return typeof value === 'string' ? value : null;
}

/** `container.created_at` of agent reports. */
function dateOfNanoseconds(text: string): string | number {
  const nanoseconds = BigInt(integerText(text) ?? -1);
  if (nanoseconds < 0n || nanoseconds >= 2n ** 64n) return plainNumber(text);
  const whole = new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(0, 19);
  const fraction = String(nanoseconds % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${whole}${fraction && `.${fraction}`}Z`;
}
