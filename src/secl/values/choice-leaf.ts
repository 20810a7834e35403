import { namesWhere, type Family } from '../constants/family.js';
import type { Filter } from '../../search/filter.js';
import { Leaf } from './leaf.js';
import { isOrdered, type Literal, type Ordering } from './literal.js';
import { isOneOf, type Spot } from './spot.js';
import { TextLeaf } from './text-leaf.js';

/** A number to rules that events hold as a name, such as `SIGKILL`. Strings are compared with the name. */
export class ChoiceLeaf extends Leaf {
  readonly expects: string;

  constructor(
    name: string,
    private readonly spot: Spot,
    private readonly family: Family,
  ) {
    super(name);
    this.expects = `one of the ${family.title} or its number`;
  }

  oneOf(literals: readonly Literal[]): Filter {
    if (literals.every(({ kind }) => kind === 'text')) return new TextLeaf(this.name, this.spot).oneOf(literals);
    const numbers = literals.map((literal) => (literal.kind === 'number' ? literal.value : this.refuse(literal)));
    return this.whose((value) => numbers.includes(value));
  }

  override ordered(operator: Ordering, literal: Literal): Filter {
    const limit = literal.kind === 'number' ? literal.value : this.refuse(literal);
    return this.whose((value) => isOrdered(value, operator, limit));
  }

  private whose(passes: (value: bigint) => boolean): Filter {
    const values = namesWhere(this.family, passes);
    return this.spot.passes(values.length ? [isOneOf(values)] : []);
  }
}
