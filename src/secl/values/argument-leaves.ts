import { any, type Filter } from '../../search/filter.js';
import { Mistake } from '../mistake.js';
import {
  BETWEEN_ARGUMENTS,
  flagExpression,
  optionExpression,
  piecesOf,
  type Pieces,
} from '../patterns/argument-pattern.js';
import { Leaf } from './leaf.js';
import type { Literal } from './literal.js';
import { elementOf, joinedAt } from './spot.js';

/** What agents read from the arguments of a process: events hold only the arguments themselves. */
abstract class ArgumentLeaf extends Leaf {
  readonly expects = 'a string or a pattern';

  oneOf(literals: readonly Literal[]): Filter {
    return any(literals.flatMap((literal) => this.conditionOf(literal) ?? []));
  }

  protected abstract conditionOf(literal: Literal): Filter | undefined;

  protected piecesOf(literal: Literal): Pieces {
    if (literal.kind !== 'text') return this.refuse(literal);
    if (literal.form === 'regexp')
      throw new Mistake(
        literal.at,
        `${this.name} is made of the arguments by rules of the agent, and takes strings and patterns; search the arguments themselves with a regular expression (argv, args)`,
      );
    return piecesOf(literal.text, literal.form === 'pattern');
  }
}

/** `l` and `n` of `-ln`, `version` of `--version`. */
export class FlagArgumentsLeaf extends ArgumentLeaf {
  constructor(
    name: string,
    private readonly path: readonly string[],
  ) {
    super(name);
  }

  protected conditionOf(literal: Literal): Filter | undefined {
    const pattern = flagExpression(this.piecesOf(literal));
    return pattern === undefined ? undefined : elementOf(this.path).passes([{ operator: 'matches', pattern }]);
  }
}

/** `width=8` of `--width=8` and of `--width 8`. */
export class OptionArgumentsLeaf extends ArgumentLeaf {
  constructor(
    name: string,
    private readonly path: readonly string[],
  ) {
    super(name);
  }

  protected conditionOf(literal: Literal): Filter {
    const pattern = optionExpression(this.piecesOf(literal));
    return joinedAt(this.path, BETWEEN_ARGUMENTS).passes([{ operator: 'matches', pattern }]);
  }
}
