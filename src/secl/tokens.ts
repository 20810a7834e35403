import type { Span } from './span.js';

/** One piece of the text. `name` is a keyword, a constant, a field or a macro; only the parser can tell. */
export interface Token {
  readonly kind: TokenKind;
  /** As written; of strings, patterns and regular expressions what stands between the quotes. */
  readonly text: string;
  readonly at: Span;
}

export type TokenKind =
  | 'name'
  | 'number'
  | 'duration'
  | 'string'
  | 'pattern'
  | 'regexp'
  | 'address'
  | 'network'
  | 'variable'
  | 'symbol'
  | 'end';
