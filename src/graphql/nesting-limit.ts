import { Lexer, Source, TokenKind } from 'graphql';
import { AppError } from '../errors.js';

/** Levels of brackets in a document, and of objects and lists in variables: real ones have some dozens. */
const DEEPEST = 200;

/**
 * Refuses what is nested so deep that parsing it would use up the stack.
 *
 * @throws AppError `input.invalid`
 */
export function checkNesting(document: unknown, variables: unknown): void {
  if (typeof document === 'string' && documentIsTooDeep(document)) throw refusal('The document');
  if (valueIsTooDeep(variables)) throw refusal('A variable');
}

function refusal(what: string): AppError {
  const advice = 'join conditions by one list in `and` instead of one `and` inside the other';
  return new AppError('input.invalid', `${what} is nested more than ${DEEPEST} levels deep; ${advice}`);
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** By tokens: brackets inside strings, such as those of SECL, do not count. */
function documentIsTooDeep(text: string): boolean {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
      if (OPENING.has(kind) && ++depth > DEEPEST) return true;
      if (CLOSING.has(kind)) depth--;
    }
  } catch {
    // What is no token is the parser's to tell.
  }
  return false;
}

/** Level by level, since a deep value would use up the stack of a function that calls itself. */
function valueIsTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    );
  }
  return false;
}
