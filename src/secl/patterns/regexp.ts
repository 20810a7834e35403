import type { Test } from '../../search/filter.js';
import { quote } from '../../node-id.js';
import { Mistake } from '../mistake.js';
import type { Span } from '../span.js';
import { escapeExpression } from './escape.js';

/**
 * A regular expression as agents read them (RE2) as one of Postgres (ARE), which finds the same texts. It is not
 * anchored. What Postgres cannot say, and what RE2 refuses, is a mistake.
 *
 * @throws Mistake
 */
export function regexpTest(source: string, at: Span, options: { readonly ignoreCase?: boolean }): Test {
  const { pattern, ignoreCase } = new Translation(source, at).run();
  return { operator: 'matches', pattern, ...(ignoreCase || options.ignoreCase ? { ignoreCase: true } : {}) };
}

/** Whether it finds something in the empty text. */
export function isMatchedByEmptyText(source: string): boolean {
  try {
    return new RegExp(source.replace(/^\(\?[a-zA-Z]+\)/, '').replaceAll('(?P<', '(?<')).test('');
  } catch {
    return false;
  }
}

/** Escapes that are spelled otherwise, or mean the same under a longer name. */
const ESCAPES: Readonly<Record<string, string>> = { b: '\\y', B: '\\Y', A: '\\A', z: '\\Z', a: '\\007' };

/** Escapes that both know. */
const SHARED_ESCAPES = 'dDwWsSfnrtv';

const MAX_REPEAT = 255;

class Translation {
  private position = 0;
  private output = '';
  private ignoreCase = false;
  private dotTakesNewline = false;
  private linesAreAnchored = false;
  private readonly open: number[] = [];
  /** Whether the last piece can be repeated. */
  private isRepeatable = false;

  constructor(
    private readonly source: string,
    private readonly at: Span,
  ) {}

  run(): { readonly pattern: string; readonly ignoreCase: boolean } {
    this.flags();
    while (this.position < this.source.length) this.piece();
    if (this.open.length) this.fail('a parenthesis is not closed');
    return { pattern: (this.linesAreAnchored ? '(?w)' : '') + this.output, ignoreCase: this.ignoreCase };
  }

  /** `(?i)` and the like, at the very beginning. */
  private flags(): void {
    const [flags] = this.take(/\(\?[a-zA-Z]+\)/y) ?? [];
    for (const flag of flags?.slice(2, -1) ?? '') {
      if (flag === 'i') this.ignoreCase = true;
      else if (flag === 's') this.dotTakesNewline = true;
      else if (flag === 'm') this.linesAreAnchored = true;
      else this.fail(`the flag ${quote(flag)} is not supported; of flags, i, s and m are`);
    }
  }

  private piece(): void {
    const character = this.source[this.position] as string;
    switch (character) {
      case '\\':
        return this.escape();
      case '[':
        return this.bracket();
      case '(':
        return this.opening();
      case ')':
        if (this.open.pop() === undefined) this.fail('a closing parenthesis has no opening one');
        return this.put(')', 1, true);
      case '*':
      case '+':
      case '?':
        return this.repeat(character);
      case '{':
        return this.braces();
      case '}':
        return this.put('\\}', 1, true);
      case '.':
        return this.put(this.dotTakesNewline ? '.' : '[^\\n]', 1, true);
      case '|':
      case '^':
      case '$':
        return this.put(character, 1, false);
      default:
        return this.put(character, 1, true);
    }
  }

  private opening(): void {
    if (this.source[this.position + 1] !== '?') return this.group('(', 1);
    const [name] = this.take(/\(\?P?<[A-Za-z_]\w*>/y) ?? [];
    if (name !== undefined) return this.group('(', 0);
    if (this.source.startsWith('(?:', this.position)) return this.group('(?:', 3);
    if (/^\(\?(?:[=!]|<[=!])/.test(this.source.slice(this.position)))
      this.fail('agents know no lookahead and no lookbehind');
    this.fail('flags are supported at the beginning of the whole expression only');
  }

  private group(text: string, length: number): void {
    this.open.push(this.position);
    this.put(text, length, false);
  }

  private escape(): void {
    const [quoted] = this.take(/\\Q(?:(?!\\E)[^])*(?:\\E)?/y) ?? [];
    if (quoted !== undefined) return this.put(escapeExpression(quoted.replace(/^\\Q|\\E$/g, '')), 0, true);
    const [code, hex] = this.take(/\\x(?:\{([0-9A-Fa-f]{1,6})\}|[0-9A-Fa-f]{2})/y) ?? [];
    if (code !== undefined) return this.put(this.codePoint(hex ?? code.slice(2)), 0, true);
    this.put(this.simpleEscape(), 2, true);
  }

  private simpleEscape(): string {
    const letter = this.source[this.position + 1];
    if (letter === undefined) this.fail('it ends with a backslash');
    if (!/[A-Za-z0-9]/.test(letter)) return escapeExpression(letter);
    if (SHARED_ESCAPES.includes(letter)) return `\\${letter}`;
    return ESCAPES[letter] ?? this.unknownEscape(letter);
  }

  private unknownEscape(letter: string): never {
    if (/\d/.test(letter)) this.fail(`agents know no reference to a group (\\${letter})`);
    if (letter === 'p' || letter === 'P')
      this.fail(`classes of Unicode (\\${letter}) are not supported; list the characters`);
    this.fail(`the escape \\${letter} is unknown`);
  }

  private bracket(): void {
    const [whole, negation = '', content = ''] =
      this.take(/\[(\^?)(\]?(?:\[:\^?\w+:\]|\\Q|\\[^]|[^\]\\])*)\]/y) ?? this.fail('a [ is not closed');
    if (!whole) return;
    const items = content.replace(
      /\[:(\^?\w+):\]|\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))|\\([^])|\[/g,
      (item, ...groups) => this.bracketItem(item, groups as (string | undefined)[]),
    );
    this.put(`[${negation}${items}]`, 0, true);
  }

  private bracketItem(item: string, [name, longHex, hex, escaped]: readonly (string | undefined)[]): string {
    if (name?.startsWith('^')) this.fail(`the class ${quote(item)} is not supported`);
    if (name !== undefined) return name === 'word' ? '\\w' : item;
    const code = longHex ?? hex;
    if (code !== undefined) return this.codePoint(code);
    if (item === '[') return '\\[';
    if (escaped === undefined || !/[A-Za-z0-9]/.test(escaped)) return `\\${escaped ?? ''}`;
    return SHARED_ESCAPES.includes(escaped) ? `\\${escaped}` : this.unknownEscape(escaped);
  }

  private repeat(character: string): void {
    if (!this.isRepeatable) this.fail(`there is nothing that ${character} could repeat`);
    this.put(character, 1, false);
    this.lazy();
  }

  private braces(): void {
    const [counts, least = '', most = ''] = this.take(/\{(\d+)(?:,(\d*))?\}/y) ?? [];
    if (counts === undefined) return this.put('\\{', 1, true);
    if (!this.isRepeatable) this.fail(`there is nothing that ${counts} could repeat`);
    if (Math.max(Number(least), Number(most)) > MAX_REPEAT)
      this.fail(`${counts} repeats more than ${MAX_REPEAT} times`);
    if (most && Number(most) < Number(least)) this.fail(`${counts} ends before it begins`);
    this.put(counts, 0, false);
    this.lazy();
  }

  /** How much a repetition takes does not matter to whether there is a match. */
  private lazy(): void {
    this.take(/\?/y);
  }

  private codePoint(hex: string): string {
    const code = Number.parseInt(hex, 16);
    if (code > 0x10ffff || code === 0) this.fail(`U+${hex} is no character that a text can hold`);
    return `\\U${code.toString(16).padStart(8, '0')}`;
  }

  private put(text: string, length: number, isRepeatable: boolean): void {
    this.output += text;
    this.position += length;
    this.isRepeatable = isRepeatable;
  }

  private take(shape: RegExp): RegExpExecArray | undefined {
    shape.lastIndex = this.position;
    const found = shape.exec(this.source);
    if (!found) return undefined;
    this.position += found[0].length;
    return found;
  }

  private fail(reason: string): never {
    throw new Mistake(this.at, `this regular expression does not work: ${reason}`);
  }
}
