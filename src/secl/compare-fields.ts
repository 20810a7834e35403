import { all, any, inside, type Filter, type NumberComparison } from '../search/filter.js';
import { aboutField, type Condition } from './conditions.js';
import type { Field } from './fields/field.js';
import { negate } from './negate.js';
import { Mistake } from './mistake.js';
import { spanning } from './span.js';
import type { Literal, Ordering } from './values/literal.js';

/**
 * Two fields of one event, such as `chmod.file.destination.mode != chmod.file.mode`. What is not there is zero or empty.
 *
 * @throws Mistake
 */
export function compareFields(left: Field, operator: '==' | Ordering, right: Field): Condition {
  const at = spanning(left.at, right.at);
  if (left.leaf.truth && right.leaf.truth && operator === '==') return aboutField(left, sameTruth(left, right));
  if (!areSiblings(left, right))
    throw new Mistake(at, `${left.name} and ${right.name} do not stand in the same place, so they cannot be compared`);
  const kinds = [left.leaf.place?.kind, right.leaf.place?.kind];
  if (!kinds[0] || kinds[0] !== kinds[1])
    throw new Mistake(at, `${left.name} and ${right.name} cannot be compared with one another`);
  if (operator !== '==' && kinds[0] !== 'integer' && kinds[0] !== 'time')
    throw new Mistake(at, `${left.name} has no order: compare it with == or !=`);
  return aboutField(left, comparison(left, operator, right));
}

function comparison(left: Field, operator: '==' | Ordering, right: Field): Filter {
  switch (operator) {
    case '==':
      return any([valuesCompare(left, 'eq', right), all([isZero(left), isZero(right)])]);
    case '<':
      return less(left, right);
    case '>':
      return less(right, left);
    case '<=':
      return negate(less(right, left));
    case '>=':
      return negate(less(left, right));
  }
}

function less(left: Field, right: Field): Filter {
  return any([
    valuesCompare(left, 'lt', right),
    all([isZero(left), right.leaf.ordered('>', zeroOf(right))]),
    all([left.leaf.ordered('<', zeroOf(left)), isZero(right)]),
  ]);
}

function valuesCompare(left: Field, comparison: NumberComparison, right: Field): Filter {
  const [leftPath, rightPath] = [pathOf(left), pathOf(right)];
  let shared = 0;
  while (shared < Math.min(leftPath.length, rightPath.length) - 1 && leftPath[shared] === rightPath[shared]) shared++;
  return inside(leftPath.slice(0, shared), {
    kind: 'compare',
    type: left.leaf.place?.kind === 'time' ? 'integer' : (left.leaf.place?.kind ?? 'text'),
    left: leftPath.slice(shared),
    comparison,
    right: rightPath.slice(shared),
  });
}

function pathOf({ leaf, name }: Field): readonly string[] {
  const path = leaf.place?.spot.path;
  if (!path) throw new Error(`The value of ${name} has no place`);
  return path;
}

function isZero(field: Field): Filter {
  return field.leaf.place?.kind === 'address' ? any([]) : field.leaf.oneOf([zeroOf(field)]);
}

function zeroOf({ leaf, at }: Field): Literal {
  return leaf.place?.kind === 'text'
    ? { kind: 'text', form: 'plain', text: '', at }
    : { kind: 'number', value: 0n, at };
}

function sameTruth(left: Field, right: Field): Filter {
  const [a, b] = [left.leaf.truth as Filter, right.leaf.truth as Filter];
  return any([all([a, b]), all([negate(a), negate(b)])]);
}

/** Below the same elements of the same lists. */
function areSiblings(left: Field, right: Field): boolean {
  if (left.lists.length !== right.lists.length) return false;
  return left.lists.every((list, index) => {
    const other = right.lists[index];
    return list.register !== undefined && list.register === other?.register;
  });
}
