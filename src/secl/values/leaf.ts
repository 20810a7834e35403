import type { Filter } from '../../search/filter.js';
import { quote } from '../../node-id.js';
import { Mistake } from '../mistake.js';
import { describeLiteral, type Literal, type Ordering } from './literal.js';
import type { Spot } from './spot.js';

/** What a field holds: says which conditions compare it with values. Conditions that make no sense are mistakes. */
export abstract class Leaf {
  /** What the field is compared with, for sentences: `a string`. */
  abstract readonly expects: string;

  constructor(readonly name: string) {}

  /** The value equals, matches or lies in one of these. */
  abstract oneOf(literals: readonly Literal[]): Filter;

  /** The value, or each of the values, equals, matches or lies in one of these. */
  allOf(literals: readonly Literal[]): Filter {
    return this.oneOf(literals);
  }

  ordered(_operator: Ordering, literal: Literal): Filter {
    throw new Mistake(literal.at, `${this.name} has no order: compare it with ==, != or in`);
  }

  /** The value, of which only these bits count; undefined where bits make no sense. */
  masked(_mask: bigint): Leaf | undefined {
    return undefined;
  }

  /** Its length; undefined where there is none. */
  length(): Leaf | undefined {
    return undefined;
  }

  /** That it is true; undefined where it is no truth value. */
  get truth(): Filter | undefined {
    return undefined;
  }

  /** Where the value stands, so that it can be compared with another of the same kind. */
  get place(): { readonly kind: 'text' | 'integer' | 'time' | 'address'; readonly spot: Spot } | undefined {
    return undefined;
  }

  protected refuse(literal: Literal): never {
    const shown = literal.kind === 'text' ? ` ${quote(literal.text)}` : '';
    throw new Mistake(
      literal.at,
      `${this.name} is compared with ${this.expects}, not with ${describeLiteral(literal)}${shown}`,
    );
  }
}
