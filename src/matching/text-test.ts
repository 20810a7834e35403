import type { NumberComparison, Test } from '../search/filter.js';
import { codePoints, compareCodePoints, isAscii } from './code-points.js';
import { globMatcher } from './glob-matcher.js';
import { comparison, shortest } from './integer.js';
import { patternMatcher } from './pattern-matcher.js';
import type { Verdict } from './verdict.js';

export type TextCheck = (text: string) => Verdict;

const undecidedText: TextCheck = () => undefined;

/** Equal to one of these. */
export function equalsOneOf(values: readonly string[], ignoreCase = false): TextCheck {
  if (!values.every((value) => value.isWellFormed())) return undecidedText;
  if (ignoreCase) {
    const folded = new Set(values.map((value) => value.toLowerCase()));
    return inAscii(values, (text) => folded.has(text.toLowerCase()));
  }
  if (values.length > 4) {
    const set = new Set(values);
    return (text) => set.has(text);
  }
  return (text) => values.includes(text);
}

export function orderedText(operator: NumberComparison, limit: string): TextCheck {
  if (!limit.isWellFormed()) return undecidedText;
  const holds = comparison(operator);
  return (text) => holds(compareCodePoints(text, limit), 0);
}

type PartOperator = 'contains' | 'startsWith' | 'endsWith';

export function partOfText({ operator, value, ignoreCase }: Extract<Test, { operator: PartOperator }>): TextCheck {
  if (!value.isWellFormed()) return undecidedText;
  if (ignoreCase) {
    const part = value.toLowerCase();
    const holds = holdsOfPart(operator);
    return inAscii([value], (text) => holds(text.toLowerCase(), part));
  }
  if (operator === 'startsWith') return unlessBeginning(value, (text) => text.startsWith(value));
  const holds = holdsOfPart(operator);
  return (text) => holds(text, value);
}

function holdsOfPart(operator: PartOperator): (text: string, part: string) => boolean {
  switch (operator) {
    case 'contains':
      return (text, part) => text.includes(part);
    case 'startsWith':
      return (text, part) => text.startsWith(part);
    case 'endsWith':
      return (text, part) => text.endsWith(part);
  }
}

export function globTest({ pattern, isPath, ignoreCase }: Extract<Test, { operator: 'glob' }>): TextCheck {
  if (!pattern.isWellFormed()) return undecidedText;
  const matches = globMatcher(ignoreCase ? pattern.toLowerCase() : pattern, isPath);
  if (ignoreCase) return inAscii([pattern], (text) => matches(text.toLowerCase()));
  return unlessBeginning(pattern, matches);
}

export function patternTest({ pattern, ignoreCase }: Extract<Test, { operator: 'matches' }>): TextCheck {
  return patternMatcher(pattern, ignoreCase === true) ?? undecidedText;
}

export function lengthTest({ comparison: operator, value }: Extract<Test, { operator: 'length' }>): TextCheck {
  const holds = comparison(operator);
  const limit = shortest(value);
  return (text) => holds<number | bigint>(codePoints(text), limit);
}

/**
 * An index on beginnings in lower case may answer: beyond ASCII, the lower case of a beginning need not be the beginning of
 * the lower case. So what begins so in memory may not in the database.
 */
function unlessBeginning(beginning: string, holds: (text: string) => boolean): TextCheck {
  return isAscii(beginning) ? holds : (text) => (holds(text) ? undefined : false);
}

function inAscii(values: readonly string[], holds: (text: string) => boolean): TextCheck {
  return values.every(isAscii) ? (text) => (isAscii(text) ? holds(text) : undefined) : undecidedText;
}
