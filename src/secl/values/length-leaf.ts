import { any, inside, type Filter, type Test } from '../../search/filter.js';
import { NumberLeaf, type Compared } from './number-leaf.js';
import { absentOr, split, type Spot } from './spot.js';

/** The length of a text in characters. */
export class TextLengthLeaf extends NumberLeaf {
  constructor(
    name: string,
    private readonly spot: Spot,
  ) {
    super(name);
  }

  protected holds(comparisons: readonly Compared[], orAbsent: boolean): Filter {
    const tests = comparisons.map((compared): Test => ({ operator: 'length', ...compared }));
    return (orAbsent && this.spot.passesOrIsAbsent ? this.spot.passesOrIsAbsent : this.spot.passes)(tests);
  }
}

/** How many elements a list has. */
export class CountLeaf extends NumberLeaf {
  constructor(
    name: string,
    private readonly path: readonly string[],
  ) {
    super(name);
  }

  protected holds(comparisons: readonly Compared[], orAbsent: boolean): Filter {
    const [objects, key] = split(this.path);
    const condition = any(comparisons.map((compared): Filter => ({ kind: 'count', key, ...compared })));
    return orAbsent ? absentOr(this.path, condition) : inside(objects, condition);
  }
}
