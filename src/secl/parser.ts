import { Mistake } from './mistake.js';
import { tokensOf } from './lexer.js';
import { spanning, type Span } from './span.js';
import type { Comparison, Expression, Logical, Membership } from './syntax-tree.js';
import type { Token } from './tokens.js';

/** Parentheses, negations and comparisons inside one another. */
const MAX_DEPTH = 100;

/** Changes between `&&` and `||` in one chain: each is one more level, since they group to the right. */
const MAX_TURNS = 200;

const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '=~', '!~', '<', '<=', '>', '>=']);

const LITERALS = ['name', 'string', 'pattern', 'regexp', 'network', 'variable'] as const;

/**
 * Reads the text of an expression. The tokens are those of `lexer.ts`; precedence rises from top to bottom:
 *
 * ```
 * expression = comparison [ ( "&&" | "and" | "||" | "or" ) expression ]
 * comparison = sum [ ( "==" | "!=" | "=~" | "!~" | "<" | "<=" | ">" | ">=" ) comparison
 *                  | ( "in" | "not" "in" | "allin" ) array ]
 * sum        = bits { ( "+" | "-" ) bits }
 * bits       = unary [ ( "&" | "|" | "^" ) bits ]
 * unary      = ( "!" | "not" | "-" | "^" | "~" ) unary | primary
 * primary    = name | number | duration | string | pattern | regexp | address | network | variable
 *            | "(" expression ")"
 * array      = "[" item { "," item } "]" | network | name | variable
 * item       = [ "-" ] number | name | string | pattern | regexp | address | network
 * ```
 *
 * So `&&` and `||` bind equally and group to the right, and so do the bit operators; `a & b > 0` is `(a & b) > 0`.
 *
 * @throws Mistake
 */
export function parse(text: string): Expression {
  const parser = new Parser(tokensOf(text));
  const expression = parser.expression();
  parser.expectEnd();
  return expression;
}

class Parser {
  private position = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** A chain is read in a loop: a long one needs no deep stack. */
  expression(): Expression {
    const terms = [this.comparison()];
    const operators: Logical[] = [];
    let turns = 0;
    for (let operator = this.logical(); operator; operator = this.logical()) {
      if (operators.length && operators.at(-1) !== operator && ++turns > MAX_TURNS)
        throw new Mistake(
          this.previous().at,
          `&& and || change places more than ${MAX_TURNS} times; put what belongs together into parentheses, or ask for less`,
        );
      operators.push(operator);
      terms.push(this.comparison());
    }
    const [first] = terms as [Expression];
    if (!operators.length) return first;
    return { kind: 'chain', terms, operators, at: spanning(first.at, (terms.at(-1) as Expression).at) };
  }

  expectEnd(): void {
    const token = this.peek();
    if (token.kind === 'end') return;
    throw new Mistake(token.at, `the expression could end here; ${describe(token)} does not continue it`);
  }

  private comparison(): Expression {
    return this.deeper(() => {
      const left = this.sum();
      const token = this.peek();
      if (token.kind === 'symbol' && COMPARISONS.has(token.text)) {
        this.next();
        const right = this.comparison();
        const operator = token.text as Comparison;
        return { kind: 'comparison', operator, left, right, at: spanning(left.at, right.at) };
      }
      const operator = this.membership();
      if (!operator) return left;
      const right = this.array();
      return { kind: 'membership', operator, left, right, at: spanning(left.at, right.at) };
    });
  }

  private sum(): Expression {
    let left = this.bits();
    for (let operator = this.symbol('+', '-'); operator; operator = this.symbol('+', '-')) {
      const right = this.bits();
      left = { kind: 'sum', operator: operator as '+' | '-', left, right, at: spanning(left.at, right.at) };
    }
    return left;
  }

  private bits(): Expression {
    return this.deeper(() => {
      const left = this.unary();
      const operator = this.symbol('&', '|', '^');
      if (!operator) return left;
      const right = this.bits();
      return { kind: 'bits', operator: operator as '&' | '|' | '^', left, right, at: spanning(left.at, right.at) };
    });
  }

  private unary(): Expression {
    const token = this.peek();
    const operator = unaryOperator(token);
    if (!operator) return this.primary();
    this.next();
    const operand = this.deeper(() => this.unary());
    return { kind: 'unary', operator, operand, at: spanning(token.at, operand.at) };
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === 'symbol' && token.text === '(') {
      const inner = this.deeper(() => this.expression());
      this.expectSymbol(')', token);
      return inner;
    }
    return literalOf(token) ?? this.fail(token, 'a field, a constant or a value');
  }

  private array(): Expression {
    const opening = this.next();
    if (opening.kind !== 'symbol' || opening.text !== '[') {
      const isArray = opening.kind === 'name' || opening.kind === 'network' || opening.kind === 'variable';
      return (
        (isArray && literalOf(opening)) || this.fail(opening, 'a list [ ... ], a network or a field that is a list')
      );
    }
    const items: Expression[] = [];
    do items.push(this.item());
    while (this.symbol(','));
    const closing = this.expectSymbol(']', opening);
    return { kind: 'list', items, at: spanning(opening.at, closing.at) };
  }

  private item(): Expression {
    const token = this.next();
    if (token.kind === 'symbol' && token.text === '-') {
      const operand = this.item();
      return { kind: 'unary', operator: 'minus', operand, at: spanning(token.at, operand.at) };
    }
    return literalOf(token) ?? this.fail(token, 'a value of the list');
  }

  private logical(): Logical | undefined {
    const { kind, text } = this.peek();
    const isAnd = kind === 'symbol' ? text === '&&' : kind === 'name' && text === 'and';
    const isOr = kind === 'symbol' ? text === '||' : kind === 'name' && text === 'or';
    if (!isAnd && !isOr) return undefined;
    this.next();
    return isAnd ? 'and' : 'or';
  }

  private membership(): Membership | undefined {
    const token = this.peek();
    if (token.kind !== 'name') return undefined;
    if (token.text === 'in' || token.text === 'allin') return this.next().text as Membership;
    if (token.text !== 'not') return undefined;
    this.next();
    const following = this.next();
    if (following.kind === 'name' && following.text === 'in') return 'not in';
    throw new Mistake(following.at, 'after a value, not is the beginning of not in');
  }

  private symbol(...wanted: readonly string[]): string | undefined {
    const token = this.peek();
    return token.kind === 'symbol' && wanted.includes(token.text) ? this.next().text : undefined;
  }

  private expectSymbol(wanted: string, opening: Token): Token {
    const token = this.next();
    if (token.kind === 'symbol' && token.text === wanted) return token;
    if (token.kind === 'end') throw new Mistake(opening.at, `this ${opening.text} has no closing ${wanted}`);
    throw new Mistake(token.at, `${describe(token)} stands where ${wanted} was expected`);
  }

  /** Goes one level down, within the limit. */
  private deeper(read: () => Expression): Expression {
    // Each parenthesis passes through a comparison, an operation on bits and itself.
    if (++this.depth > 3 * MAX_DEPTH)
      throw new Mistake(this.peek().at, `the expression is nested more than ${MAX_DEPTH} levels deep; simplify it`);
    const expression = read();
    this.depth--;
    return expression;
  }

  private fail(token: Token, wanted: string): never {
    throw new Mistake(token.at, `${describe(token)} stands where ${wanted} was expected`);
  }

  private peek(): Token {
    return this.tokens[this.position] as Token;
  }

  private previous(): Token {
    return this.tokens[this.position - 1] as Token;
  }

  /** The end is never passed. */
  private next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.position++;
    return token;
  }
}

function unaryOperator({ kind, text }: Token): 'not' | 'minus' | 'complement' | undefined {
  if (kind === 'name' && text === 'not') return 'not';
  if (kind !== 'symbol') return undefined;
  if (text === '!') return 'not';
  if (text === '-') return 'minus';
  return text === '^' || text === '~' ? 'complement' : undefined;
}

const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'allin']);

function literalOf({ kind, text, at }: Token): Expression | undefined {
  if (kind === 'number') return { kind, value: numberOf(text, at), at };
  if (kind === 'duration') return { kind, nanoseconds: nanosecondsOf(text), at };
  if (kind === 'address') return { kind: 'network', text, at };
  if (kind === 'name' && KEYWORDS.has(text)) return undefined;
  const literal = LITERALS.find((candidate) => candidate === kind);
  return literal && { kind: literal, text, at };
}

function numberOf(text: string, at: Span): bigint {
  const value = BigInt(/^0\d/.test(text) ? `0o${text.slice(1)}` : text.toLowerCase());
  if (BigInt.asUintN(64, value) === value) return value;
  throw new Mistake(at, 'this number is greater than any that an event can hold (64 bits)');
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

function nanosecondsOf(text: string): bigint {
  let total = 0n;
  for (const [, digits, unit] of text.matchAll(/(\d+)(\D+)/g))
    total += BigInt(digits as string) * (UNITS[unit as string] as bigint);
  return total;
}

function describe({ kind, text }: Token): string {
  if (kind === 'end') return 'the end of the expression';
  return kind === 'symbol' || kind === 'name' || kind === 'number' ? text : `this ${kind}`;
}
