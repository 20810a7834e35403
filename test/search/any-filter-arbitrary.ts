import fc from 'fast-check';
import { definitionOf, type Definition, type Field, type FieldType } from '../../src/event-format/merged-format.js';
import type { JsonValue } from '../../src/event-format/lossless-json.js';
import type { Filter, NumberComparison, Plain, Test } from '../../src/search/filter.js';
import type { Samples } from './filter-arbitrary.js';

/**
 * Filters of every kind, with every test on every field, whatever its type. Nobody but the database says what they mean:
 * whoever else says anything has to agree.
 */
export function anyFilter(definition: string, samples: Samples, depth = 3): fc.Arbitrary<Filter> {
  const known = definitionOf(definition);
  const onField = fc.constantFrom(...known.fields.values()).chain((field) => fieldFilter(known, field, samples, depth));
  const leaf = fc.oneof({ weight: 12, arbitrary: onField }, { weight: 1, arbitrary: compareFilter(known) });
  if (depth < 1) return leaf;
  const inner = anyFilter(definition, samples, depth - 1);
  const several = fc.array(inner, { maxLength: 3 });
  return fc.oneof(
    { weight: 8, arbitrary: leaf },
    { weight: 1, arbitrary: several.map((filters): Filter => ({ kind: 'all', filters })) },
    { weight: 1, arbitrary: several.map((filters): Filter => ({ kind: 'any', filters })) },
    { weight: 1, arbitrary: inner.map((filter): Filter => ({ kind: 'not', filter })) },
  );
}

const comparisons = fc.constantFrom<NumberComparison>('eq', 'lt', 'lte', 'gt', 'gte');
const smallIntegers = fc.bigInt({ min: -1n, max: 12n });

function fieldFilter({ name }: Definition, field: Field, samples: Samples, depth: number): fc.Arbitrary<Filter> {
  const { key } = field;
  const type = field.types[0]?.type as FieldType;
  const exists = fc.constant<Filter>({ kind: 'exists', key });
  const test = anyTest(samples.of(name, key));
  if (field.types.length > 1) return exists;
  if (type.kind === 'object') {
    const inner = anyFilter(type.definition, samples, Math.max(depth - 1, 0));
    return fc.oneof({ weight: 6, arbitrary: inner.map((filter): Filter => ({ kind: 'inside', key, filter })) }, exists);
  }
  if (type.kind === 'list')
    return fc.oneof({ weight: 6, arbitrary: listFilter(key, type.of, test, samples, depth) }, exists);
  const value = test.map((passed): Filter => ({ kind: 'value', key, test: passed }));
  const age = fc.record({
    kind: fc.constant('age' as const),
    key: fc.constant(key),
    comparison: comparisons,
    nanoseconds: fc.constantFrom(0n, 10n ** 9n, 86_400n * 10n ** 9n, -(10n ** 9n), 10n ** 17n),
  });
  return fc.oneof({ weight: 9, arbitrary: value }, exists, ...(type.kind === 'dateTime' ? [age] : []));
}

function listFilter(
  key: string,
  of: FieldType,
  test: fc.Arbitrary<Test>,
  samples: Samples,
  depth: number,
): fc.Arbitrary<Filter> {
  const element: fc.Arbitrary<Filter> =
    of.kind === 'object'
      ? anyFilter(of.definition, samples, Math.max(depth - 1, 0))
      : test.map((passed): Filter => ({ kind: 'element', test: passed }));
  const quantified = fc
    .tuple(fc.constantFrom('some', 'every', 'none'), element, fc.boolean())
    .map(([kind, filter, beyond]): Filter => {
      return { kind, key, filter, ...(kind === 'some' && key === 'ancestors' && beyond && { beyondEvent: true }) };
    });
  const counted = fc
    .tuple(comparisons, smallIntegers)
    .map(([comparison, value]): Filter => ({ kind: 'count', key, comparison, value }));
  const joined = fc
    .tuple(fc.constantFrom(' ', '', '\u001f'), test)
    .map(([separator, passed]): Filter => ({ kind: 'joined', key, separator, test: passed }));
  return fc.oneof(
    { weight: 5, arbitrary: quantified },
    counted,
    fc.constant<Filter>({ kind: 'isEmpty', key }),
    ...(of.kind === 'string' ? [joined] : []),
  );
}

/** Of two fields of the object, or one step below it. */
function compareFilter(definition: Definition): fc.Arbitrary<Filter> {
  const paths = [...pathsOf(definition, true)];
  if (!paths.length) return fc.constant({ kind: 'all', filters: [] });
  const path = fc.constantFrom(...paths);
  return fc
    .record({ type: fc.constantFrom('text', 'integer', 'address'), left: path, comparison: comparisons, right: path })
    .map((compare): Filter => ({ kind: 'compare', ...compare }));
}

function* pathsOf(definition: Definition, goesDeeper: boolean): Generator<string[]> {
  for (const { key, types } of definition.fields.values()) {
    const type = types[0]?.type as FieldType;
    if (type.kind === 'object' && goesDeeper) {
      for (const path of pathsOf(definitionOf(type.definition), false)) yield [key, ...path];
    } else if (['string', 'integer', 'dateTime'].includes(type.kind)) yield [key];
  }
}

const TEXTS = [
  '',
  '/',
  '*',
  'É',
  'K',
  'ſ',
  '😀',
  '\uffff',
  'x'.repeat(150),
  'true',
  '5',
  '2026-01-01T00:00:00Z',
  '\udc00',
];
const INTEGERS = [0n, 1n, -1n, 5n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 63n)];

export function anyTest(values: readonly JsonValue[]): fc.Arbitrary<Test> {
  const known = values.filter((value) => typeof value === 'string');
  const text = fc.oneof(fc.constantFrom(...TEXTS), known.length ? fc.constantFrom(...known) : fc.string());
  const numbers = values.filter((value) => Number.isSafeInteger(value)).map((value) => BigInt(value as number));
  const integer = fc.oneof(fc.constantFrom(...INTEGERS), numbers.length ? fc.constantFrom(...numbers) : smallIntegers);
  const plain: fc.Arbitrary<Plain> = fc.oneof(text, integer, fc.boolean());
  const ignoreCase = fc.constantFrom(true, undefined);
  const piece = fc
    .tuple(text, fc.nat({ max: 20 }), fc.integer({ min: 1, max: 8 }))
    .map(([whole, start, length]) => whole.slice(start % (whole.length || 1), (start % (whole.length || 1)) + length));
  const globs = fc.array(fc.oneof(piece, fc.constantFrom('*', '/', '**', '/*/', '/**')), { maxLength: 5 });
  const pattern = fc
    .array(fc.oneof(piece.map(escaped), fc.constantFrom('.', '.*', '[a-z]+', '\\d', '^', '$', '(a|b)?', '[^/]*')))
    .map((parts) => parts.join('').replace(/([*+?^])([*+?])/g, '$1x'));
  const tests = fc.oneof(
    plain.map((value) => ({ operator: 'eq' as const, value })),
    fc.array(plain, { maxLength: 7 }).map((list) => ({ operator: 'in' as const, values: list })),
    fc.record({ operator: fc.constantFrom('contains', 'startsWith', 'endsWith'), value: fc.oneof(text, piece) }),
    globs.map((parts) => ({ operator: 'glob' as const, pattern: parts.join(''), isPath: parts.length % 2 === 0 })),
    pattern.map((source) => ({ operator: 'matches' as const, pattern: source })),
  );
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(tests, ignoreCase).map(([test, fold]) => ({ ...test, ignoreCase: fold }) as Test),
    },
    { weight: 3, arbitrary: otherTest(text, integer) },
  );
}

function otherTest(text: fc.Arbitrary<string>, integer: fc.Arbitrary<bigint>): fc.Arbitrary<Test> {
  const networks = fc.constantFrom('10.0.0.0/8', '0.0.0.0/0', '::/0', '::1', '203.0.113.7', 'fe80::/10', '10.1.2.3/9');
  const compared = { comparison: comparisons, value: smallIntegers };
  return fc.oneof(
    fc.record({ operator: fc.constantFrom('lt', 'lte', 'gt', 'gte'), value: fc.oneof(text, integer) }),
    fc.record({ operator: fc.constant('within'), networks: fc.array(networks, { minLength: 1, maxLength: 3 }) }),
    fc.record({ operator: fc.constant('bits'), mask: fc.constantFrom(1n, 0o4000n, 2n ** 40n, -1n), ...compared }),
    fc.record({ operator: fc.constant('length'), ...compared }),
    fc.constantFrom('{}', '[]', 'null', '[1]').map((json) => ({ operator: 'containsJson', json })),
  ) as fc.Arbitrary<Test>;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
