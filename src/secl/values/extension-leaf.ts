import type { Filter, Test } from '../../search/filter.js';
import type { Literal } from './literal.js';
import { Leaf } from './leaf.js';
import type { Spot } from './spot.js';

/** The end of a file's name, from its last dot on. Agents tell it from the name, and so does a search. */
export class ExtensionLeaf extends Leaf {
  readonly expects = 'a string such as ".sh"';

  constructor(
    name: string,
    private readonly fileName: Spot,
  ) {
    super(name);
  }

  oneOf(literals: readonly Literal[]): Filter {
    const endings = literals.map((literal) =>
      literal.kind === 'text' && literal.form === 'plain' ? literal.text : this.refuse(literal),
    );
    const { passes, passesOrIsAbsent = passes } = this.fileName;
    return (endings.includes('') ? passesOrIsAbsent : passes)(endings.flatMap(testsOf));
  }
}

function testsOf(ending: string): Test[] {
  if (ending === '') return [{ operator: 'matches', pattern: '^[^.]*$' }];
  return /^\.[^.]*$/.test(ending) ? [{ operator: 'endsWith', value: ending }] : [];
}
