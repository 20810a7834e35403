import type { Span } from '../span.js';

/** A value that stands in the expression itself. */
export type Literal = (
  | { readonly kind: 'text'; readonly form: 'plain' | 'pattern' | 'regexp'; readonly text: string }
  | { readonly kind: 'number'; readonly value: bigint; readonly isErrorName?: boolean }
  | { readonly kind: 'duration'; readonly nanoseconds: bigint }
  | { readonly kind: 'network'; readonly network: string }
  | { readonly kind: 'truth'; readonly isTrue: boolean }
) & { readonly at: Span };

export type Ordering = '<' | '<=' | '>' | '>=';

export const ORDERINGS = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

/** `a < b` is `b > a`. */
export const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

export function isOrdered(left: bigint, operator: Ordering, right: bigint): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** What the literal is, for sentences. */
export function describeLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'text':
      return { plain: 'a string', pattern: 'a pattern', regexp: 'a regular expression' }[literal.form];
    case 'number':
      return 'a number';
    case 'duration':
      return 'a duration';
    case 'network':
      return 'an IP address or network';
    case 'truth':
      return 'true or false';
  }
}
