import { all, type Filter } from '../search/filter.js';
import { filterOf, plain, someOf, type Condition, type NamedList } from './conditions.js';

/** Of more alternatives than this, an expression with registers is not taken apart. */
const MAX_ALTERNATIVES = 500;

export class TooManyAlternatives extends Error {}

/**
 * The filter that holds if elements can be chosen for the registers so that the condition does.
 *
 * A filter about an element cannot be about the event as well, so what is not about the element is taken out of the
 * choice: `∃a (p ∧ q(a))` is `p ∧ ∃a q(a)`, and `∃a (q(a) ∨ r(a))` is `∃a q(a) ∨ ∃a r(a)`.
 *
 * @throws TooManyAlternatives
 */
export function bindRegisters(condition: Condition): Filter {
  let bound = condition;
  for (const list of registersOf(condition).values()) bound = new Choice(list).of(bound);
  return filterOf(bound);
}

/** The registers of a condition, with the list that each takes its element from. */
export function registersOf(condition: Condition, found = new Map<string, NamedList>()): Map<string, NamedList> {
  if (condition.kind === 'element') found.set(condition.list.register, condition.list);
  for (const part of partsOf(condition)) registersOf(part, found);
  return found;
}

/** Chooses the element of one register. */
class Choice {
  private alternatives = 0;

  constructor(private readonly list: NamedList) {}

  of(condition: Condition): Condition {
    if (!this.isAbout(condition)) return condition;
    if (this.isOnlyAbout(condition)) return plain(someOf(this.list, filterOf(condition)));
    if (condition.kind === 'not') return this.of(negated(condition.condition));
    if (condition.kind === 'any') return { kind: 'any', conditions: condition.conditions.map((part) => this.of(part)) };
    return this.together(flat(condition));
  }

  private together(conditions: readonly Condition[]): Condition {
    if (++this.alternatives > MAX_ALTERNATIVES) throw new TooManyAlternatives();
    const mixed = conditions.find((part) => this.isAbout(part) && !this.isOnlyAbout(part));
    if (mixed) {
      const others = conditions.filter((part) => part !== mixed);
      const ways =
        mixed.kind === 'any' ? mixed.conditions : flat(mixed.kind === 'not' ? negated(mixed.condition) : mixed);
      if (mixed.kind !== 'any') return this.of({ kind: 'all', conditions: [...others, ...ways] });
      return { kind: 'any', conditions: ways.map((way) => this.of({ kind: 'all', conditions: [...others, way] })) };
    }
    const about = conditions.filter((part) => this.isAbout(part)).map(filterOf);
    const others = conditions.filter((part) => !this.isAbout(part));
    return { kind: 'all', conditions: [...others, plain(someOf(this.list, all(about)))] };
  }

  private isAbout(condition: Condition): boolean {
    if (condition.kind === 'element') return condition.list.register === this.list.register;
    return partsOf(condition).some((part) => this.isAbout(part));
  }

  private isOnlyAbout(condition: Condition): boolean {
    if (condition.kind === 'element') return condition.list.register === this.list.register;
    return condition.kind !== 'plain' && partsOf(condition).every((part) => this.isOnlyAbout(part));
  }
}

/** The opposite, with the negation one step further down. */
function negated(condition: Condition): Condition {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return {
        kind: condition.kind === 'all' ? 'any' : 'all',
        conditions: condition.conditions.map((part) => ({ kind: 'not', condition: part })),
      };
    case 'not':
      return condition.condition;
    default:
      return { kind: 'not', condition };
  }
}

function flat(condition: Condition): Condition[] {
  return condition.kind === 'all' ? condition.conditions.flatMap(flat) : [condition];
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.conditions;
  return condition.kind === 'not' ? [condition.condition] : [];
}
