import { tokenize } from '../event-format/canonical-json.js';

/**
 * A JSON value that keeps what JavaScript's own would lose: numbers as they are spelled, and objects as maps, in which
 * `__proto__` is a key like any other.
 */
export type JsonTree = null | boolean | string | NumberText | readonly JsonTree[] | JsonMap;
export type JsonMap = ReadonlyMap<string, JsonTree>;

/** A number as its text stands in the JSON. */
export class NumberText {
  constructor(readonly text: string) {}
}

/** Reads a JSON text, on its own: it shares nothing with the parser under test. */
export function readTree(text: string): JsonTree {
  const tokens = tokenize(text).map((token) => token.text);
  let at = 0;
  const value = (): JsonTree => {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxError('The text ends inside a value');
    if (token === '{') return object();
    if (token === '[') return list();
    if (token.startsWith('"')) return JSON.parse(token) as string;
    return /^[-\d]/.test(token) ? new NumberText(token) : (JSON.parse(token) as boolean | null);
  };
  const object = (): JsonMap => {
    const members = new Map<string, JsonTree>();
    while (tokens[at] !== '}') {
      const key = JSON.parse(tokens[at] as string) as string;
      at += 2;
      members.set(key, value());
      if (tokens[at] === ',') at++;
    }
    at++;
    return members;
  };
  const list = (): JsonTree[] => {
    const items: JsonTree[] = [];
    while (tokens[at] !== ']') {
      items.push(value());
      if (tokens[at] === ',') at++;
    }
    at++;
    return items;
  };
  const tree = value();
  if (at !== tokens.length) throw new SyntaxError(`Unexpected ${tokens[at]} behind the value`);
  return tree;
}

/** One spelling for equal values, a line a member, keys in order: a difference shows where it is. */
export function spell(tree: JsonTree, indent = ''): string {
  const inner = `${indent}  `;
  if (tree instanceof NumberText) return tree.text;
  if (isMap(tree)) {
    const members = [...tree].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, value]) => `\n${inner}${JSON.stringify(key)}: ${spell(value, inner)}`).join('')}}`;
  }
  if (isList(tree)) return `[${tree.map((item) => `\n${inner}${spell(item, inner)}`).join('')}]`;
  return JSON.stringify(tree);
}

/** The value as `SecurityEvent.document` shows it: integers past 2^53 as text, other numbers as JavaScript has them. */
export function plainValue(tree: JsonTree): unknown {
  if (tree instanceof NumberText) return plainNumber(tree.text);
  // Defines its keys: to assign `__proto__` would set the prototype.
  if (isMap(tree)) return Object.fromEntries([...tree].map(([key, value]) => [key, plainValue(value)]));
  return isList(tree) ? tree.map(plainValue) : tree;
}

/** The integer that a number spells, as decimal text; undefined for a fraction and for what would fill a screen. */
export function integerText(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const shift = Number(exponent) - fraction.length;
  if (Math.abs(shift) > 300) return undefined;
  const digits = BigInt(whole + fraction);
  const divisor = 10n ** BigInt(Math.max(-shift, 0));
  if (digits % divisor) return undefined;
  return String(BigInt(`${sign}1`) * (digits / divisor) * 10n ** BigInt(Math.max(shift, 0)));
}

export function plainNumber(text: string): number | string {
  const integer = integerText(text);
  if (integer !== undefined) return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
  // Minus nothing is nothing in JSON.
  return Number.isFinite(Number(text)) ? Number(text) + 0 : text;
}

export function isMap(tree: JsonTree | undefined): tree is JsonMap {
  return tree instanceof Map;
}

export function isList(tree: JsonTree | undefined): tree is readonly JsonTree[] {
  return Array.isArray(tree);
}
