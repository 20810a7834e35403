import { Lexer, Source, TokenKind } from 'graphql';
import { MOST } from './most.js';
import { tooComplex } from './too-complex.js';

/**
 * Refuses a document that is too long to be parsed, or nested so deep that parsing it would use up the stack. By tokens:
 * brackets inside strings, such as those of SECL, do not count.
 *
 * @throws AppError `query.too_complex`
 */
export function checkText(text: string): void {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  for (let tokens = 1; ; tokens++) {
    const kind = nextKind(lexer);
    if (kind === undefined || kind === TokenKind.EOF) return;
    if (tokens > MOST.tokens) throw tooComplex('tokens', 'The document');
    if (OPENING.has(kind) && ++depth > MOST.nesting) throw tooComplex('nesting', 'The document');
    if (CLOSING.has(kind)) depth--;
  }
}

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Undefined for what is no token: that is the parser's to tell. */
function nextKind(lexer: Lexer): TokenKind | undefined {
  try {
    return lexer.advance().kind;
  } catch {
    return undefined;
  }
}
