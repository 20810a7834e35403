/** More than any expression that somebody means; Postgres compiles what is shorter in some 20 ms, or refuses it. */
export const MAX_WRITTEN_OUT = 20_000;

/** What counts as one character: an escape, a bracket expression, and everything else by itself. */
const ATOM = /\\[^]?|\[\^?\]?(?:\[[:.=][^\]]*\]|\\[^]|[^\]\\])*\]?|[^]/y;
const BOUNDS = /\{(\d{1,3})(?:,(\d{0,3}))?\}/y;

/**
 * How many characters a regular expression has when what it counts is written out: `(ab{3}){10,20}` has 80. Groups that
 * repeat groups make few characters stand for millions, and Postgres takes its time and memory before it refuses them.
 *
 * Whether it is an expression at all does not matter here.
 */
export function writtenOutLength(pattern: string): number {
  const open: number[] = [];
  let length = 0;
  let last = 0;
  for (let at = 0; at < pattern.length;) {
    const bounds = match(BOUNDS, pattern, at);
    const [text] = bounds ?? match(ATOM, pattern, at) ?? [''];
    at += text.length;
    if (bounds) {
      const times = Math.max(Number(bounds[1]), Number(bounds[2] ?? 0), 1);
      length += last * (times - 1);
      last *= times;
    } else if (text === '(') {
      open.push(length);
    } else if (text === ')') {
      last = length - (open.pop() ?? 0);
    } else {
      length += 1;
      last = 1;
    }
  }
  return length;
}

function match(shape: RegExp, text: string, at: number): RegExpExecArray | undefined {
  shape.lastIndex = at;
  return shape.exec(text) ?? undefined;
}
