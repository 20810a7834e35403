import { EVERYTHING, NOTHING, type Filter } from '../../search/filter.js';
import { negate } from '../negate.js';
import { Leaf } from './leaf.js';
import type { Literal } from './literal.js';

/** A truth value. What is not there is false. */
export class BooleanLeaf extends Leaf {
  readonly expects = 'true or false';

  constructor(
    name: string,
    private readonly isTrue: Filter,
  ) {
    super(name);
  }

  override get truth(): Filter {
    return this.isTrue;
  }

  oneOf(literals: readonly Literal[]): Filter {
    const wanted = new Set(
      literals.map((literal) => (literal.kind === 'truth' ? literal.isTrue : this.refuse(literal))),
    );
    if (wanted.size === 2) return EVERYTHING;
    return wanted.size ? (wanted.has(true) ? this.truth : negate(this.truth)) : NOTHING;
  }
}
