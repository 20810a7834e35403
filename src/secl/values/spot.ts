import { all, any, inside, NOTHING, type Filter, type Test } from '../../search/filter.js';
import { negate } from '../negate.js';

/**
 * Where a value stands, below the object that a condition is about. Makes conditions about it.
 *
 * An agent knows no absent values: what is not there is zero, empty or false to its rules.
 */
export interface Spot {
  /** The value, or one of the values, is there and passes one of the tests. */
  readonly passes: (tests: readonly Test[]) => Filter;
  /** The same, or there is no value. Not of lists: one that is not there has no elements, and so none that is empty. */
  readonly passesOrIsAbsent?: (tests: readonly Test[]) => Filter;
  /** No value is there that fails all of the tests. Only of lists. */
  readonly allPass?: (tests: readonly Test[]) => Filter;
  /** The keys that lead to the value, where it is one value of the event and nothing computed. */
  readonly path?: readonly string[];
  /** The keys that lead to the list whose elements the values are. */
  readonly list?: readonly string[];
}

export function valueAt(path: readonly string[]): Spot {
  return { ...keyed(path, (key, test) => ({ kind: 'value', key, test })), path };
}

/** The elements of a list as one text. */
export function joinedAt(path: readonly string[], separator: string): Spot {
  return keyed(path, (key, test) => ({ kind: 'joined', key, separator, test }));
}

function keyed(path: readonly string[], condition: (key: string, test: Test) => Filter): Spot {
  const [objects, key] = split(path);
  const pass = (tests: readonly Test[]): Filter => any(tests.map((test) => condition(key, test)));
  return {
    passes: (tests) => (tests.length ? inside(objects, pass(tests)) : NOTHING),
    passesOrIsAbsent: (tests) => absentOr(path, tests.length ? pass(tests) : NOTHING),
  };
}

/** The value under the last key is not there, or the condition holds of the object that has the key. */
export function absentOr(path: readonly string[], condition: Filter): Filter {
  const [objects, key] = split(path);
  return negate(inside(objects, all([{ kind: 'exists', key }, ...(condition === NOTHING ? [] : [negate(condition)])])));
}

/** One of the elements of a list of plain values. */
export function elementOf(path: readonly string[]): Spot {
  const [objects, key] = split(path);
  const some = (filter: Filter): Filter => inside(objects, { kind: 'some', key, filter });
  const element = (tests: readonly Test[]): Filter => any(tests.map((test) => ({ kind: 'element', test })));
  return {
    passes: (tests) => (tests.length ? some(element(tests)) : NOTHING),
    allPass: (tests) => negate(some(negate(element(tests)))),
    list: path,
  };
}

/** A value that agents of different age put in different places. */
export function eitherOf(spots: readonly Spot[]): Spot {
  return {
    passes: (tests) => any(spots.map((spot) => spot.passes(tests))),
    passesOrIsAbsent: (tests) => all(spots.map((spot) => (spot.passesOrIsAbsent ?? spot.passes)(tests))),
  };
}

/** A text that is this one where it is not there. */
export function valueOr(path: readonly string[], fallback: string): Spot {
  const { passes, passesOrIsAbsent = passes } = valueAt(path);
  return { passes: (tests) => (tests.some((test) => isPassed(fallback, test)) ? passesOrIsAbsent : passes)(tests) };
}

function isPassed(text: string, test: Test): boolean {
  return test.operator === 'eq' ? test.value === text : test.operator === 'in' && test.values.includes(text);
}

type Equality = Extract<Test, { readonly operator: 'eq' } | { readonly operator: 'in' }>;

/** It is one of these texts. */
export function isOneOf(values: readonly string[]): Equality {
  const [first] = values as readonly [string];
  return values.length === 1 ? { operator: 'eq', value: first } : { operator: 'in', values };
}

/** The objects on the way, and the last key. */
export function split(path: readonly string[]): [objects: readonly string[], key: string] {
  return [path.slice(0, -1), path.at(-1) as string];
}
