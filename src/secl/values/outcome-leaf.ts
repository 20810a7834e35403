import { NOTHING, type Filter } from '../../search/filter.js';
import { errors } from '../constants/error-constants.js';
import { Leaf } from './leaf.js';
import { isOrdered, type Literal, type Ordering } from './literal.js';
import { isOneOf, valueAt } from './spot.js';

const OUTCOME = valueAt(['evt', 'outcome']);
const DENIALS = [errors.values.get('EPERM'), errors.values.get('EACCES')];

/** Numbers that stand for those that an outcome may have been: enough of them to answer any comparison. */
const EXAMPLES: Readonly<Record<string, readonly bigint[]>> = {
  Success: [0n, 1n << 62n],
  Refused: DENIALS as readonly bigint[],
  Error: [-2n, -4095n],
};

/**
 * What a system call returned. Events keep only how it ended: `Success` (0 or more), `Refused` (EPERM, EACCES) or
 * `Error` (any other error). So a comparison finds the events whose outcome could have been such a number.
 */
export class OutcomeLeaf extends Leaf {
  readonly expects = 'a number or an error such as EPERM';

  oneOf(literals: readonly Literal[]): Filter {
    const wanted = new Set(literals.map((literal) => outcomeOf(this.numberOf(literal))));
    return this.outcomeIs([...wanted]);
  }

  override ordered(operator: Ordering, literal: Literal): Filter {
    const limit = this.numberOf(literal);
    return this.outcomeIs(
      Object.keys(EXAMPLES).filter((outcome) => EXAMPLES[outcome]?.some((value) => isOrdered(value, operator, limit))),
    );
  }

  private outcomeIs(values: readonly string[]): Filter {
    if (!values.length) return NOTHING;
    return OUTCOME.passes([isOneOf(values)]);
  }

  private numberOf(literal: Literal): bigint {
    return literal.kind === 'number' ? literal.value : this.refuse(literal);
  }
}

function outcomeOf(value: bigint): string {
  if (value >= 0n) return 'Success';
  return DENIALS.includes(value) ? 'Refused' : 'Error';
}
