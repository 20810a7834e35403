import type { Filter, Test } from '../../search/filter.js';
import type { Leaf } from './leaf.js';
import { NumberLeaf, type Compared } from './number-leaf.js';
import type { Spot } from './spot.js';

/** A number of the event, or some bits of it. */
export class IntegerLeaf extends NumberLeaf {
  constructor(
    name: string,
    private readonly spot: Spot,
    private readonly mask?: bigint,
  ) {
    super(name);
  }

  override masked(mask: bigint): Leaf {
    return new IntegerLeaf(this.name, this.spot, this.mask === undefined ? mask : this.mask & mask);
  }

  override get place() {
    return this.spot.path && this.mask === undefined ? ({ kind: 'integer', spot: this.spot } as const) : undefined;
  }

  protected holds(comparisons: readonly Compared[], orAbsent: boolean): Filter {
    const tests = this.testsOf(comparisons);
    return (orAbsent && this.spot.passesOrIsAbsent ? this.spot.passesOrIsAbsent : this.spot.passes)(tests);
  }

  private testsOf(comparisons: readonly Compared[]): Test[] {
    const { mask } = this;
    if (mask !== undefined) return comparisons.map((compared) => ({ operator: 'bits', mask, ...compared }));
    if (comparisons.length > 1) return [{ operator: 'in', values: comparisons.map(({ value }) => value) }];
    return comparisons.map(({ comparison, value }) => ({ operator: comparison, value }));
  }
}
