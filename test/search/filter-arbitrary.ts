import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { isJsonObject, type JsonValue } from '../../src/event-format/lossless-json.js';
import { definitionOf, type Field, type FieldType } from '../../src/event-format/merged-format.js';
import { nanosecondText, parseRfc3339 } from '../../src/event-format/rfc3339.js';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import type { Filter, Plain, Test } from '../../src/search/filter.js';
import { nearest } from './oracle.js';

/**
 * Filters on any field of a definition. Values come from the documents that are searched, as they stand under the same
 * key of some document, so that many filters find something.
 */
export function filterArbitrary(definition: string, samples: Samples, depth = 3): fc.Arbitrary<Filter> {
  const fields = [...definitionOf(definition).fields.values()].filter((field) => isPlainField(field));
  if (!fields.length) return fc.constant({ kind: 'all', filters: [] });
  const leaf = fc.constantFrom(...fields).chain((field) => fieldFilter(definition, field, samples, depth));
  if (depth < 1) return leaf;
  const inner = filterArbitrary(definition, samples, depth - 1);
  const several = fc.array(inner, { minLength: 0, maxLength: 3 });
  return fc.oneof(
    { weight: 6, arbitrary: leaf },
    { weight: 1, arbitrary: several.map((filters): Filter => ({ kind: 'all', filters })) },
    { weight: 1, arbitrary: several.map((filters): Filter => ({ kind: 'any', filters })) },
    { weight: 1, arbitrary: inner.map((filter): Filter => ({ kind: 'not', filter })) },
  );
}

/** Values that stand under a key of a definition, in some document. */
export class Samples {
  private readonly values = new Map<string, JsonValue[]>();

  constructor(definition: string, documents: readonly JsonValue[]) {
    for (const document of documents) this.gather({ kind: 'object', definition }, document, definition);
  }

  of(definition: string, key: string): readonly JsonValue[] {
    return this.values.get(`${definition}.${key}`) ?? [];
  }

  private gather(type: FieldType, value: JsonValue | undefined, place: string): void {
    if (type.kind === 'object' && isJsonObject(value)) {
      for (const { key, types } of definitionOf(type.definition).fields.values()) {
        this.gather(types[0]?.type as FieldType, value[key], `${type.definition}.${key}`);
      }
    } else if (Array.isArray(value)) {
      for (const item of value as JsonValue[]) this.gather(type.kind === 'list' ? type.of : type, item, place);
    } else if (value !== undefined && value !== null) {
      const known = this.values.get(place) ?? [];
      this.values.set(place, known);
      if (known.length < 40 && !known.includes(value)) known.push(value);
    }
  }
}

/** Of two types, and of none, the oracle knows nothing. */
function isPlainField({ types }: Field): boolean {
  return types.length === 1 && isPlainType(types[0]?.type as FieldType);
}

function isPlainType(type: FieldType): boolean {
  if (type.kind === 'list') return type.of.kind === 'string' || type.of.kind === 'object';
  return !['any', 'openObject', 'map'].includes(type.kind);
}

function fieldFilter(definition: string, field: Field, samples: Samples, depth: number): fc.Arbitrary<Filter> {
  const { key } = field;
  const type = field.types[0]?.type as FieldType;
  const exists: Filter = { kind: 'exists', key };
  const values = samples.of(definition, key);
  if (type.kind === 'object') {
    const inside = filterArbitrary(type.definition, samples, Math.max(depth - 1, 0));
    return fc.oneof(
      { weight: 5, arbitrary: inside.map((filter): Filter => ({ kind: 'inside', key, filter })) },
      { weight: 1, arbitrary: fc.constant(exists) },
    );
  }
  if (type.kind === 'list') {
    const element: fc.Arbitrary<Filter> =
      type.of.kind === 'object'
        ? filterArbitrary(type.of.definition, samples, Math.max(depth - 1, 0))
        : testArbitrary(type.of, values).map((test) => ({ kind: 'element', test }));
    const quantified = fc.tuple(fc.constantFrom('some', 'every', 'none'), element);
    return fc.oneof(
      { weight: 5, arbitrary: quantified.map(([kind, filter]): Filter => ({ kind, key, filter })) },
      { weight: 1, arbitrary: fc.constantFrom<Filter>(exists, { kind: 'isEmpty', key }) },
    );
  }
  const tests = key === 'ip' ? addressTest(values) : testArbitrary(type, values);
  const tested = tests.map((test): Filter => ({ kind: 'value', key, test }));
  return fc.oneof({ weight: 6, arbitrary: tested }, { weight: 1, arbitrary: fc.constant(exists) });
}

function testArbitrary(type: FieldType, values: readonly JsonValue[]): fc.Arbitrary<Test> {
  const plain = plainArbitrary(type, values);
  const equality = fc.oneof(
    plain.map((value): Test => ({ operator: 'eq', value })),
    fc.array(plain, { maxLength: 3 }).map((list): Test => ({ operator: 'in', values: list })),
  );
  if (type.kind === 'boolean') return equality;
  const ordered = fc
    .tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), plain)
    .map(([operator, value]): Test => ({ operator, value: value as bigint | string }));
  if (type.kind === 'string') return fc.oneof(equality, ordered, textTest(plain as fc.Arbitrary<string>));
  const bits = fc
    .tuple(fc.constantFrom(1n, 0o4000n, 0o111n), fc.constantFrom('eq', 'gt', 'lte'))
    .map(([mask, comparison]): Test => ({ operator: 'bits', mask, comparison, value: 0n }));
  return type.kind === 'integer' ? fc.oneof(equality, ordered, bits) : fc.oneof(equality, ordered);
}

function textTest(plain: fc.Arbitrary<string>): fc.Arbitrary<Test> {
  const piece = fc.tuple(plain, fc.nat(), fc.nat()).map(([value, from, length]) => {
    const characters = [...value];
    const start = characters.length ? from % characters.length : 0;
    return characters.slice(start, start + 1 + (length % 6)).join('');
  });
  const swapped = plain.map((value) => (/^[ -~]*$/.test(value) ? value.toUpperCase() : value));
  return fc.oneof(
    piece.map((value): Test => ({ operator: 'contains', value })),
    plain.map((value): Test => ({ operator: 'startsWith', value: [...value].slice(0, 4).join('') })),
    plain.map((value): Test => ({ operator: 'endsWith', value: [...value].slice(-3).join('') })),
    plain.map((value): Test => ({ operator: 'startsWith', value })),
    swapped.map((value): Test => ({ operator: 'eq', value, ignoreCase: true })),
    fc.nat({ max: 30 }).map((length): Test => ({ operator: 'length', comparison: 'gt', value: BigInt(length) })),
  );
}

function addressTest(values: readonly JsonValue[]): fc.Arbitrary<Test> {
  const addresses = values.filter((value) => typeof value === 'string' && isIPv4(value)) as string[];
  const networks = [...addresses, ...addresses.map((address) => `${address}/20`), '10.0.0.0/8', '203.0.113.7'];
  const some = fc.array(fc.constantFrom(...networks), { minLength: 1, maxLength: 3 });
  return some.map((list): Test => ({ operator: 'within', networks: list }));
}

const STRANGE_TEXTS = ['', '%', '_', '\\', "'", '"', '*', 'É', '😀', 'x'.repeat(200), '$1', '--'];
const STRANGE_INTEGERS = [0n, -1n, 1n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 63n)];

function plainArbitrary(type: FieldType, values: readonly JsonValue[]): fc.Arbitrary<Plain> {
  const known = values.map((value) => plainOf(type, value)).filter((value) => value !== undefined);
  const strange: readonly Plain[] =
    type.kind === 'boolean' ? [true, false] : type.kind === 'string' ? STRANGE_TEXTS : STRANGE_INTEGERS;
  const arbitrary = fc.constantFrom(...strange);
  return known.length
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary })
    : arbitrary;
}

function plainOf(type: FieldType, value: JsonValue): Plain | undefined {
  if (type.kind === 'dateTime') {
    const instant = typeof value === 'string' ? parseRfc3339(value) : undefined;
    return instant && nearest(BigInt(nanosecondText(instant)));
  }
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  if (value instanceof ExactNumber) return /^-?\d+$/.test(value.text) ? BigInt(value.text) : undefined;
  return value as Plain;
}
