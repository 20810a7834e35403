/**
 * A text that others chose, as PostgreSQL can hold it: no NUL, no half of a surrogate pair, and no longer than it is worth.
 * What could not be written down would not have happened.
 */
export function writableText(text: string): string {
  return text.slice(0, LONGEST).replace(/\0|\p{Surrogate}/gu, '\u{fffd}');
}

const LONGEST = 500;
