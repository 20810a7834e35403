/**
 * A whole-text pattern as a function, in time that grows with the product of both lengths at most. It means what
 * `search/glob.ts` says in a regular expression: `*` is any text, of a path inside a segment only, and `**` as a whole
 * segment any text, so that it stands for one segment or more.
 */
export function globMatcher(pattern: string, isPath: boolean): (text: string) => boolean {
  const beginning = pattern.slice(0, pattern.search(/\*|$/));
  const matches = isPath && pattern.includes('*') ? pathMatcher(pattern) : starMatcher(pattern);
  return (text) => text.startsWith(beginning) && matches(text);
}

/** What stands between the stars is looked for from left to right: the first place leaves most for the rest. */
function starMatcher(pattern: string): (text: string) => boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return (text) => text === pattern;
  const [first, last] = [pieces[0] as string, pieces.at(-1) as string];
  const middle = pieces.slice(1, -1).filter(Boolean);
  return (text) => {
    const end = text.length - last.length;
    if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const piece of middle) {
      const at = text.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return from <= end;
  };
}

type Segment = ((text: string) => boolean) | typeof MANY;

const MANY = Symbol('**');

function pathMatcher(pattern: string): (text: string) => boolean {
  const segments = pattern.split('/').map((segment): Segment => (segment === '**' ? MANY : starMatcher(segment)));
  return (text) => matchSegments(text.split('/'), segments);
}

/** After a mismatch, the last `**` takes one segment more. */
function matchSegments(texts: readonly string[], segments: readonly Segment[]): boolean {
  let [text, segment] = [0, 0];
  let [retryText, retrySegment] = [-1, -1];
  while (text < texts.length) {
    const expected = segments[segment];
    if (expected === MANY) {
      [retryText, retrySegment] = [++text, ++segment];
    } else if (expected?.(texts[text] as string)) {
      text++;
      segment++;
    } else if (retryText >= 0) {
      [text, segment] = [++retryText, retrySegment];
    } else {
      return false;
    }
  }
  return segment === segments.length;
}
