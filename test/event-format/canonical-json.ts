/**
 * One spelling for each JSON value, to compare texts by: no white space, keys in order, strings as `JSON.stringify`
 * writes them, every number as it stands. Slow and independent of the code under test, so that it can judge it.
 */
export function canonicalJson(text: string): string {
  const tokens = tokenize(text);
  const { canonical, next } = readValue(tokens, 0);
  if (next !== tokens.length) throw new SyntaxError(`Unexpected ${tokens[next]?.text} behind the value`);
  return canonical;
}

export interface JsonToken {
  readonly text: string;
  /** Position of its first character. */
  readonly at: number;
}

/** The tokens of a valid JSON text. */
export function tokenize(text: string): JsonToken[] {
  const tokens = /"(?:[^"\\]|\\.)*"|-?\d[-+.eE\d]*|[{}[\]:,]|true|false|null/gs;
  return [...text.matchAll(tokens)].map((match) => ({ text: match[0], at: match.index }));
}

interface Read {
  readonly canonical: string;
  readonly next: number;
}

function readValue(tokens: readonly JsonToken[], at: number): Read {
  const token = tokens[at]?.text;
  if (token === undefined) throw new SyntaxError('The text ends inside a value');
  if (token === '{') return readObject(tokens, at + 1);
  if (token === '[') return readList(tokens, at + 1);
  return { canonical: token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token, next: at + 1 };
}

function readObject(tokens: readonly JsonToken[], start: number): Read {
  const members = new Map<string, string>();
  let at = start;
  while (tokens[at]?.text !== '}') {
    const key = JSON.stringify(JSON.parse(tokens[at]?.text ?? ''));
    const { canonical, next } = readValue(tokens, at + 2);
    members.set(key, canonical);
    at = tokens[next]?.text === ',' ? next + 1 : next;
  }
  const sorted = [...members.keys()].sort().map((key) => `${key}:${members.get(key)}`);
  return { canonical: `{${sorted.join(',')}}`, next: at + 1 };
}

function readList(tokens: readonly JsonToken[], start: number): Read {
  const items: string[] = [];
  let at = start;
  while (tokens[at]?.text !== ']') {
    const { canonical, next } = readValue(tokens, at);
    items.push(canonical);
    at = tokens[next]?.text === ',' ? next + 1 : next;
  }
  return { canonical: `[${items.join(',')}]`, next: at + 1 };
}
