/**
 * Regular expressions of PostgreSQL (ARE), as far as they are read here: literals, `.`, bracket expressions, `\d \w \s`,
 * groups, alternatives, bounded and unbounded repetition, anchors, word boundaries and lookahead, in ASCII. Anything else
 * reads as undefined, and so does what PostgreSQL refuses: it is for the database to say.
 *
 * Only whether a text matches is asked for, so which way a quantifier leans does not matter.
 */
export type Pattern =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number }
  | { readonly kind: 'assertion'; readonly place: Place }
  | { readonly kind: 'lookahead'; readonly part: Pattern; readonly isNegative: boolean };

export type Place = 'start' | 'end' | 'boundary' | 'noBoundary';

/** By ASCII code; the last says it of all other characters. */
export type CharacterSet = readonly boolean[];

export const OTHERS = 128;

export interface ReadPattern {
  readonly pattern: Pattern;
  /** Whether it asks for a class of characters that is not the same for every text beyond ASCII. */
  readonly isAsciiOnly: boolean;
}

export function readPattern(source: string, ignoreCase: boolean): ReadPattern | undefined {
  try {
    return new PatternReader(source, ignoreCase).read();
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** Ends the reading of a pattern that has something else in it. */
class Unknown extends Error {}

const MAX_REPEAT = 255;

const ESCAPED_CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };

const CLASSES: Readonly<Record<string, RegExp>> = { d: /[0-9]/, w: /[A-Za-z0-9_]/, s: /[\t-\r ]/ };

const PLACES: Readonly<Record<string, Place>> = { A: 'start', Z: 'end', y: 'boundary', Y: 'noBoundary' };

class PatternReader {
  private at = 0;
  private isAsciiOnly: boolean;
  private isInLookahead = false;

  constructor(
    private readonly source: string,
    private readonly ignoreCase: boolean,
  ) {
    this.isAsciiOnly = ignoreCase;
  }

  read(): ReadPattern {
    const pattern = this.choice();
    if (this.at < this.source.length) throw new Unknown();
    return { pattern, isAsciiOnly: this.isAsciiOnly };
  }

  private choice(): Pattern {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return parts.length === 1 ? (parts[0] as Pattern) : { kind: 'choice', parts };
  }

  private sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] as string)) parts.push(this.repeated());
    return { kind: 'sequence', parts };
  }

  private repeated(): Pattern {
    const part = this.atom();
    const bounds = this.bounds();
    if (!bounds) return part;
    if (part.kind === 'assertion' || part.kind === 'lookahead') throw new Unknown();
    this.take('?');
    if (/[*+?{]/.test(this.source[this.at] ?? '')) throw new Unknown();
    return { kind: 'repeat', part, least: bounds[0], most: bounds[1] };
  }

  private bounds(): readonly [number, number] | undefined {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    if (this.source[this.at] !== '{') return undefined;
    const [text, least, comma, most] = /^\{(\d{1,3})(,)?(\d{1,3})?\}/.exec(this.source.slice(this.at)) ?? [];
    if (text === undefined || (most && !comma)) throw new Unknown();
    this.at += text.length;
    const from = Number(least);
    const to = most ? Number(most) : comma ? Infinity : from;
    if (from > MAX_REPEAT || to < from || (to > MAX_REPEAT && to < Infinity)) throw new Unknown();
    return [from, to];
  }

  private atom(): Pattern {
    const character = this.next();
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return { kind: 'character', set: this.bracket() };
      case '\\':
        return this.escape();
      case '.':
        return { kind: 'character', set: setOf(() => true, true) };
      case '^':
        return this.assertion('start');
      case '$':
        return this.assertion('end');
      case '*':
      case '+':
      case '?':
      case '{':
      case '}':
      case ']':
        throw new Unknown();
      default:
        return this.literal(character);
    }
  }

  private group(): Pattern {
    if (this.take('?=')) return this.lookahead(false);
    if (this.take('?!')) return this.lookahead(true);
    this.take('?:');
    const inner = this.choice();
    this.expect(')');
    return inner;
  }

  private lookahead(isNegative: boolean): Pattern {
    if (this.isInLookahead) throw new Unknown();
    this.isInLookahead = true;
    const part = this.choice();
    this.isInLookahead = false;
    this.expect(')');
    return { kind: 'lookahead', part, isNegative };
  }

  private assertion(place: Place): Pattern {
    if (this.isInLookahead) throw new Unknown();
    if (place === 'boundary' || place === 'noBoundary') this.isAsciiOnly = true;
    return { kind: 'assertion', place };
  }

  private escape(): Pattern {
    const letter = this.next();
    const place = own(PLACES, letter);
    if (place) return this.assertion(place);
    const characters = own(CLASSES, letter.toLowerCase());
    if (!characters) return this.literal(this.escapedLiteral(letter));
    this.isAsciiOnly = true;
    const isNegative = letter !== letter.toLowerCase();
    return { kind: 'character', set: setOf((text) => characters.test(text) !== isNegative, false) };
  }

  private escapedLiteral(letter: string): string {
    const control = own(ESCAPED_CONTROLS, letter);
    if (control) return control;
    if (/[A-Za-z0-9]/.test(letter)) throw new Unknown();
    return letter;
  }

  private literal(character: string): Pattern {
    this.ascii(character);
    return { kind: 'character', set: this.folded((text) => text === character, false) };
  }

  /** After `[`. Classes by name and what else is rare there is not read. */
  private bracket(): CharacterSet {
    const isNegative = this.take('^');
    const tests: ((text: string) => boolean)[] = [];
    do tests.push(this.bracketItem());
    while (!this.take(']'));
    return this.folded((text) => tests.some((test) => test(text)), isNegative);
  }

  private bracketItem(): (text: string) => boolean {
    const first = this.bracketCharacter();
    if (typeof first !== 'string') return (text) => first.test(text);
    const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
    if (!isRange) return (text) => text === first;
    this.at++;
    const last = this.bracketCharacter();
    if (typeof last !== 'string' || last < first || first === '-') throw new Unknown();
    return (text) => text >= first && text <= last;
  }

  private bracketCharacter(): string | RegExp {
    const character = this.ascii(this.next());
    if (character === '[' || character === ']') throw new Unknown();
    if (character === '-' && this.source[this.at] !== ']') throw new Unknown();
    if (character !== '\\') return character;
    const letter = this.ascii(this.next());
    const characters = own(CLASSES, letter);
    if (!characters) return this.escapedLiteral(letter);
    this.isAsciiOnly = true;
    return characters;
  }

  private folded(test: (text: string) => boolean, isNegative: boolean): CharacterSet {
    const either = (text: string): boolean => test(text) || test(text.toLowerCase()) || test(text.toUpperCase());
    const accepts = this.ignoreCase ? either : test;
    return setOf((text) => accepts(text) !== isNegative, isNegative);
  }

  private ascii(character: string): string {
    if (character > '\x7f') throw new Unknown();
    return character;
  }

  private next(): string {
    const character = this.source[this.at++];
    if (character === undefined) throw new Unknown();
    return character;
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new Unknown();
  }
}

function setOf(test: (text: string) => boolean, others: boolean): CharacterSet {
  return Array.from({ length: OTHERS + 1 }, (_, code) => (code === OTHERS ? others : test(String.fromCharCode(code))));
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
