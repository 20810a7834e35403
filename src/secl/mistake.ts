import { AppError } from '../errors.js';
import type { Span } from './span.js';

/** What is wrong with the text, and where. Leaves this folder as an `AppError`, see {@link explain}. */
export class Mistake extends Error {
  constructor(
    readonly at: Span,
    message: string,
  ) {
    super(message);
  }
}

/** Longer lines are cut around the mistake. */
const LINE_LIMIT = 120;

/** The mistake for the one who wrote the text: line and column (from 1), then the line with carets below the part. */
export function explain(text: string, { at, message }: Mistake): AppError {
  const before = text.slice(0, at.from);
  const line = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const column = lengthOf(text.slice(lineStart, at.from)) + 1;
  return new AppError(
    'input.invalid',
    `\`where\` has a mistake at line ${line}, column ${column}: ${message}\n${excerpt(text, lineStart, at)}`,
    { details: { argument: 'where', line, column } },
  );
}

function excerpt(text: string, lineStart: number, at: Span): string {
  const newline = text.indexOf('\n', at.from);
  const lineEnd = newline < 0 ? text.length : newline;
  const from = at.from - lineStart > LINE_LIMIT ? at.from - LINE_LIMIT / 2 : lineStart;
  const to = lineEnd - from > LINE_LIMIT ? from + LINE_LIMIT : lineEnd;
  const lead = from > lineStart ? '… ' : '';
  const tail = to < lineEnd ? ' …' : '';
  const indent = text.slice(from, at.from).replace(/[^\t]/gu, ' ');
  const carets = '^'.repeat(Math.max(1, lengthOf(text.slice(at.from, Math.min(at.to, to)))));
  return `${lead}${text.slice(from, to)}${tail}\n${' '.repeat(lead.length)}${indent}${carets}`;
}

/** In characters, as an editor counts columns. */
function lengthOf(text: string): number {
  return [...text].length;
}
