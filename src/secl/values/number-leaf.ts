import type { Filter, NumberComparison } from '../../search/filter.js';
import { Leaf } from './leaf.js';
import { isOrdered, ORDERINGS, type Literal, type Ordering } from './literal.js';

/** A number compares so with the one of the expression. */
export interface Compared {
  readonly comparison: NumberComparison;
  readonly value: bigint;
}

/** Something that is compared with numbers. */
export abstract class NumberLeaf extends Leaf {
  readonly expects: string = 'a number';

  oneOf(literals: readonly Literal[]): Filter {
    const values = literals.map((literal) => this.numberOf(literal));
    return this.holds(
      values.map((value) => ({ comparison: 'eq', value })),
      values.includes(0n),
    );
  }

  override ordered(operator: Ordering, literal: Literal): Filter {
    const value = this.numberOf(literal);
    return this.holds([{ comparison: ORDERINGS[operator], value }], isOrdered(0n, operator, value));
  }

  protected numberOf(literal: Literal): bigint {
    return literal.kind === 'number' ? literal.value : this.refuse(literal);
  }

  /**
   * One of the comparisons holds.
   *
   * @param orAbsent or there is no value, which is zero to an agent
   */
  protected abstract holds(comparisons: readonly Compared[], orAbsent: boolean): Filter;
}
