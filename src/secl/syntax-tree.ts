import type { Span } from './span.js';

/** An expression as it is written. */
export type Expression = (
  | Chain
  | {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'membership';
      readonly operator: Membership;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'bits'; readonly operator: '&' | '|' | '^'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'sum'; readonly operator: '+' | '-'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'unary'; readonly operator: 'not' | 'minus' | 'complement'; readonly operand: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | Written<'name'>
  | Written<'string'>
  | Written<'pattern'>
  | Written<'regexp'>
  | Written<'network'>
  | Written<'variable'>
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'duration'; readonly nanoseconds: bigint }
) & { readonly at: Span };

interface Written<Kind extends string> {
  readonly kind: Kind;
  readonly text: string;
}

/**
 * `a && b || c`: the operators stand between the terms, and group to the right, `a && (b || c)`. As a list, since it
 * may be long.
 */
export interface Chain {
  readonly kind: 'chain';
  readonly terms: readonly Expression[];
  readonly operators: readonly Logical[];
}

export type Logical = 'and' | 'or';

export type Comparison = '==' | '!=' | '=~' | '!~' | '<' | '<=' | '>' | '>=';

export type Membership = 'in' | 'not in' | 'allin';
