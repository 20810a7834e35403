import { isIP } from 'node:net';
import type { Filter } from '../../search/filter.js';
import { Leaf } from './leaf.js';
import type { Literal } from './literal.js';
import type { Spot } from './spot.js';

/** An IP address: equal to another, or inside of a network. */
export class AddressLeaf extends Leaf {
  readonly expects = 'an IP address or a network, without quotes';

  constructor(
    name: string,
    private readonly spot: Spot,
  ) {
    super(name);
  }

  oneOf(literals: readonly Literal[]): Filter {
    return this.spot.passes([{ operator: 'within', networks: literals.map((literal) => this.networkOf(literal)) }]);
  }

  override get place() {
    return this.spot.path ? ({ kind: 'address', spot: this.spot } as const) : undefined;
  }

  /** Addresses in quotes, too: agents refuse them, but nothing else can be meant. */
  private networkOf(literal: Literal): string {
    if (literal.kind === 'network') return literal.network;
    return literal.kind === 'text' && literal.form === 'plain' && isIP(literal.text)
      ? literal.text
      : this.refuse(literal);
  }
}
