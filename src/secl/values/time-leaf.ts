import { all, any, EVERYTHING, inside, NOTHING, type Filter, type NumberComparison } from '../../search/filter.js';
import { Mistake } from '../mistake.js';
import { negate } from '../negate.js';
import { isOrdered, ORDERINGS, type Literal, type Ordering } from './literal.js';
import { NumberLeaf, type Compared } from './number-leaf.js';
import { absentOr, split, valueAt } from './spot.js';

/**
 * A time. With a number it is compared as nanoseconds since 1970, with a duration as its age: how long before the event
 * it was. What is not there is as old as can be, since it is 1970 to an agent.
 */
export class TimeLeaf extends NumberLeaf {
  override readonly expects = 'a duration such as 5s, or nanoseconds since 1970';

  /** @param paths the first that leads to a time counts */
  constructor(
    name: string,
    private readonly paths: readonly (readonly string[])[],
  ) {
    super(name);
  }

  override oneOf(literals: readonly Literal[]): Filter {
    const duration = literals.find(({ kind }) => kind === 'duration');
    if (!duration) return super.oneOf(literals);
    throw new Mistake(
      duration.at,
      `the age of ${this.name} is compared with <, <=, > or >=, since it never fits exactly`,
    );
  }

  override ordered(operator: Ordering, literal: Literal): Filter {
    if (literal.kind !== 'duration') return super.ordered(operator, literal);
    const { nanoseconds } = literal;
    const isOlder = operator.startsWith('>');
    const comparison = isOlder ? OPPOSITE[operator] : ORDERINGS[operator];
    const isYounger = this.first((key) => ({ kind: 'age', key, comparison, nanoseconds }));
    return isOlder ? negate(isYounger) : isYounger;
  }

  override get place() {
    const [path] = this.paths;
    return this.paths.length === 1 && path ? ({ kind: 'time', spot: valueAt(path) } as const) : undefined;
  }

  protected holds(comparisons: readonly Compared[], orAbsent: boolean): Filter {
    const condition = this.first((key) =>
      any(comparisons.map(({ comparison, value }) => ({ kind: 'value', key, test: { operator: comparison, value } }))),
    );
    return orAbsent ? any([all(this.paths.map(isAbsent)), condition]) : condition;
  }

  /** The condition holds of the first key that is there. */
  private first(condition: (key: string) => Filter): Filter {
    return any(
      this.paths.map((path, index) => {
        const [objects, key] = split(path);
        return all([...this.paths.slice(0, index).map(isAbsent), inside(objects, condition(key))]);
      }),
    );
  }
}

/** What an old age is not. */
const OPPOSITE: Readonly<Record<Ordering, NumberComparison>> = { '>': 'lte', '>=': 'lt', '<': 'gte', '<=': 'gt' };

function isAbsent(path: readonly string[]): Filter {
  return absentOr(path, NOTHING);
}

/** The event's own time: of no age. */
export class EventTimeLeaf extends TimeLeaf {
  override ordered(operator: Ordering, literal: Literal): Filter {
    if (literal.kind !== 'duration') return super.ordered(operator, literal);
    return isOrdered(0n, operator, literal.nanoseconds) ? EVERYTHING : NOTHING;
  }
}
