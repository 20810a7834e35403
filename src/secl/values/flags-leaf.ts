import { namesWhere, type Family } from '../constants/family.js';
import { all, any, EVERYTHING, NOTHING, type Filter, type Test } from '../../search/filter.js';
import { Mistake } from '../mistake.js';
import { negate } from '../negate.js';
import { Leaf } from './leaf.js';
import { isOrdered, type Literal, type Ordering } from './literal.js';
import { isOneOf, type Spot } from './spot.js';
import { TextLeaf } from './text-leaf.js';

/** Of more bits than this, an order is not spelled out. */
const MAX_BITS = 6;

/**
 * Bits of a number that events hold as names: a list (`["O_CREAT", "O_WRONLY"]`) or one text
 * (`PROT_READ | PROT_EXEC`). A bit is set if a name is there whose number has it.
 */
export class FlagsLeaf extends Leaf {
  readonly expects: string;
  private readonly mask: bigint;

  constructor(
    name: string,
    private readonly spot: Spot,
    private readonly family: Family,
    private readonly form: 'list' | 'text',
    mask?: bigint,
  ) {
    super(name);
    this.expects = `${family.title} or a number`;
    this.mask = mask ?? [...family.values.values()].reduce((bits, value) => bits | value, 0n);
  }

  oneOf(literals: readonly Literal[]): Filter {
    if (literals.every(({ kind }) => kind === 'text')) return new TextLeaf(this.name, this.spot).oneOf(literals);
    return any(literals.map((literal) => this.equals(this.numberOf(literal))));
  }

  override ordered(operator: Ordering, literal: Literal): Filter {
    const limit = this.numberOf(literal);
    if (operator === '<' || operator === '<=')
      return negate(this.atLeast(operator === '<' ? limit : limit + 1n, literal));
    return this.atLeast(operator === '>' ? limit + 1n : limit, literal);
  }

  override masked(mask: bigint): Leaf {
    return new FlagsLeaf(this.name, this.spot, this.family, this.form, this.mask & mask);
  }

  private numberOf(literal: Literal): bigint {
    return literal.kind === 'number' ? literal.value : this.refuse(literal);
  }

  /** Each bit is as it should be. */
  private equals(value: bigint): Filter {
    if (value & ~this.mask) return NOTHING;
    const unset = this.mask & ~value;
    return all([
      ...bitsOf(value).map((bit) => this.hasSome(bit)),
      ...(namesWhere(this.family, (name) => (name & unset) !== 0n).length ? [negate(this.hasSome(unset))] : []),
    ]);
  }

  private atLeast(limit: bigint, literal: Literal): Filter {
    if (limit <= 0n) return EVERYTHING;
    if (limit === 1n) return this.hasSome(this.mask);
    const bits = bitsOf(this.mask);
    if (bits.length > MAX_BITS)
      throw new Mistake(
        literal.at,
        `events hold ${this.name} as names; ask for single flags, as in ${this.name} & FLAG > 0`,
      );
    return any(
      sumsOf(bits)
        .filter((sum) => isOrdered(sum, '>=', limit))
        .map((sum) => this.equals(sum)),
    );
  }

  private hasSome(mask: bigint): Filter {
    const names = namesWhere(this.family, (value) => (value & mask) !== 0n);
    return names.length ? this.spot.passes([this.form === 'list' ? isOneOf(names) : anyWord(names)]) : NOTHING;
  }
}

/** One of the names, between the ends of the text, spaces and bars. */
function anyWord(names: readonly string[]): Test {
  return { operator: 'matches', pattern: `(^|[ |])(${names.join('|')})($|[ |])` };
}

function bitsOf(value: bigint): bigint[] {
  const bits: bigint[] = [];
  for (let bit = 1n; bit <= value; bit <<= 1n) if (value & bit) bits.push(bit);
  return bits;
}

function sumsOf(bits: readonly bigint[]): bigint[] {
  return bits.reduce<bigint[]>((sums, bit) => [...sums, ...sums.map((sum) => sum | bit)], [0n]);
}
