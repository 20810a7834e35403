import type { Filter, Test } from '../../search/filter.js';
import { globTests, matchesEmptyGlob } from '../patterns/glob.js';
import { isMatchedByEmptyText, regexpTest } from '../patterns/regexp.js';
import { Leaf } from './leaf.js';
import { CountLeaf, TextLengthLeaf } from './length-leaf.js';
import type { Literal } from './literal.js';
import { isOneOf, type Spot } from './spot.js';

export interface TextOptions {
  /** In patterns, `*` stays inside a segment, and `**` is any number of segments. */
  readonly isPath?: boolean;
  readonly ignoreCase?: boolean;
}

/** A text, or one of the texts of a list. */
export class TextLeaf extends Leaf {
  readonly expects = 'a string, a pattern or a regular expression';

  constructor(
    name: string,
    readonly spot: Spot,
    private readonly options: TextOptions = {},
  ) {
    super(name);
  }

  oneOf(literals: readonly Literal[]): Filter {
    const texts = this.textsOf(literals);
    const tests = this.testsOf(texts);
    const { passes, passesOrIsAbsent = passes } = this.spot;
    return (texts.some((text) => this.isEmptyAMatch(text)) ? passesOrIsAbsent : passes)(tests);
  }

  override allOf(literals: readonly Literal[]): Filter {
    return this.spot.allPass?.(this.testsOf(this.textsOf(literals))) ?? this.oneOf(literals);
  }

  override length(): Leaf | undefined {
    if (this.spot.list) return new CountLeaf(`${this.name}.length`, this.spot.list);
    return this.spot.passesOrIsAbsent ? new TextLengthLeaf(`${this.name}.length`, this.spot) : undefined;
  }

  override get place() {
    return this.spot.path ? ({ kind: 'text', spot: this.spot } as const) : undefined;
  }

  private equality(values: readonly string[]): Test {
    const test = isOneOf(values);
    return this.options.ignoreCase ? { ...test, ignoreCase: true } : test;
  }

  private textsOf(literals: readonly Literal[]): Text[] {
    return literals.map((literal) => (literal.kind === 'text' ? literal : this.refuse(literal)));
  }

  /** The plain strings make one test, whatever stands between them. */
  protected testsOf(texts: readonly Text[]): Test[] {
    const plain = texts.filter((literal) => isPlain(literal)).map(({ text }) => text);
    const others = texts.filter((literal) => !isPlain(literal));
    return [...(plain.length ? [this.equality(plain)] : []), ...others.flatMap((text) => this.patternTests(text))];
  }

  private patternTests(literal: Text): Test[] {
    if (literal.form === 'regexp') return [regexpTest(literal.text, literal.at, this.options)];
    return globTests(literal.text, literal.at, this.options);
  }

  private isEmptyAMatch({ form, text }: Text): boolean {
    if (form === 'plain') return text === '';
    return form === 'regexp' ? isMatchedByEmptyText(text) : matchesEmptyGlob(text, this.options);
  }
}

export type Text = Extract<Literal, { readonly kind: 'text' }>;

/** A pattern without a star is a plain string. */
function isPlain({ form, text }: Text): boolean {
  return form === 'plain' || (form === 'pattern' && !text.includes('*'));
}
