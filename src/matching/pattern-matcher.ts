import { isAscii } from './code-points.js';
import { OTHERS, readPattern, type CharacterSet, type Pattern, type Place } from './pattern.js';

/**
 * A regular expression as a function: whether something in the text matches, undefined where only the database can say.
 *
 * Every step of the expression is tried once at most at every place of the text, so the time grows with the product of
 * both lengths, whatever the expression: there is no catastrophic backtracking.
 */
export function patternMatcher(
  source: string,
  ignoreCase: boolean,
): ((text: string) => boolean | undefined) | undefined {
  const read = readPattern(source, ignoreCase);
  const program = read && assemble(read.pattern);
  if (!program) return undefined;
  return (text) => {
    const tries = program.steps.length * (text.length + 1) * (program.hasLookahead ? text.length + 1 : 1);
    if (tries > MAX_TRIES || (read.isAsciiOnly && !isAscii(text))) return undefined;
    return new Run(program.steps, text).find();
  };
}

const MAX_TRIES = 1_000_000;
const MAX_STEPS = 2_000;

type Step =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'split'; readonly other: number }
  | { readonly kind: 'jump'; readonly to: number }
  | { readonly kind: 'assertion'; readonly place: Place }
  /** Its steps follow; behind their `match` it goes on. */
  | { readonly kind: 'lookahead'; readonly isNegative: boolean; readonly next: number }
  | { readonly kind: 'match' };

interface Program {
  readonly steps: readonly Step[];
  readonly hasLookahead: boolean;
}

/** Undefined when it would be too long. */
function assemble(pattern: Pattern): Program | undefined {
  const assembly = new Assembly();
  assembly.add(pattern);
  assembly.push({ kind: 'match' });
  const { steps } = assembly;
  if (steps.length > MAX_STEPS) return undefined;
  return { steps, hasLookahead: steps.some(({ kind }) => kind === 'lookahead') };
}

class Assembly {
  readonly steps: Step[] = [];

  push(step: Step): number {
    return this.steps.push(step) - 1;
  }

  add(pattern: Pattern): void {
    if (this.steps.length > MAX_STEPS) return;
    switch (pattern.kind) {
      case 'character':
      case 'assertion':
        this.push(pattern);
        break;
      case 'sequence':
        for (const part of pattern.parts) this.add(part);
        break;
      case 'choice':
        this.choice(pattern.parts);
        break;
      case 'repeat':
        this.repeat(pattern);
        break;
      case 'lookahead': {
        const at = this.push({ kind: 'match' });
        this.add(pattern.part);
        this.push({ kind: 'match' });
        this.steps[at] = { kind: 'lookahead', isNegative: pattern.isNegative, next: this.steps.length };
      }
    }
  }

  private choice(parts: readonly Pattern[]): void {
    const ends: number[] = [];
    for (const part of parts.slice(0, -1)) {
      const split = this.push({ kind: 'match' });
      this.add(part);
      ends.push(this.push({ kind: 'match' }));
      this.steps[split] = { kind: 'split', other: this.steps.length };
    }
    this.add(parts.at(-1) as Pattern);
    for (const end of ends) this.steps[end] = { kind: 'jump', to: this.steps.length };
  }

  private repeat({ part, least, most }: Extract<Pattern, { kind: 'repeat' }>): void {
    for (let i = 0; i < least; i++) this.add(part);
    if (most === Infinity) return this.loop(part);
    const splits: number[] = [];
    for (let i = least; i < most; i++) {
      splits.push(this.push({ kind: 'match' }));
      this.add(part);
    }
    for (const split of splits) this.steps[split] = { kind: 'split', other: this.steps.length };
  }

  private loop(part: Pattern): void {
    const split = this.push({ kind: 'match' });
    this.add(part);
    this.push({ kind: 'jump', to: split });
    this.steps[split] = { kind: 'split', other: this.steps.length };
  }
}

/** One expression on one text. */
class Run {
  /** Steps that were tried at a place, by `place * steps + step`. Who comes again need not try again. */
  private readonly tried: Uint8Array;
  private readonly waiting: number[] = [];

  constructor(
    private readonly steps: readonly Step[],
    private readonly text: string,
  ) {
    this.tried = new Uint8Array(steps.length * (text.length + 1));
  }

  find(): boolean {
    const [first] = this.steps;
    const isAnchored = first?.kind === 'assertion' && first.place === 'start';
    const last = isAnchored ? 0 : this.text.length;
    for (let place = 0; place <= last; place++) if (this.matchesFrom(0, place)) return true;
    return false;
  }

  matchesFrom(first: number, start: number): boolean {
    const { steps, text, waiting, tried } = this;
    waiting.push(first, start);
    while (waiting.length) {
      let place = waiting.pop() as number;
      let at = waiting.pop() as number;
      for (;;) {
        const known = place * steps.length + at;
        if (tried[known]) break;
        tried[known] = 1;
        const step = steps[at] as Step;
        if (step.kind === 'match') return true;
        if (step.kind === 'character') {
          const code = text.charCodeAt(place);
          if (place === text.length || !step.set[code < OTHERS ? code : OTHERS]) break;
          place += isFirstOfPair(code) ? 2 : 1;
          at++;
        } else if (step.kind === 'jump') {
          at = step.to;
        } else if (step.kind === 'split') {
          waiting.push(step.other, place);
          at++;
        } else if (step.kind === 'assertion') {
          if (!stands(step.place, text, place)) break;
          at++;
        } else {
          if (new Run(steps, text).matchesFrom(at + 1, place) === step.isNegative) break;
          at = step.next;
        }
      }
    }
    return false;
  }
}

function stands(asserted: Place, text: string, place: number): boolean {
  switch (asserted) {
    case 'start':
      return place === 0;
    case 'end':
      return place === text.length;
    default: {
      const isBoundary = isWordAt(text, place - 1) !== isWordAt(text, place);
      return isBoundary === (asserted === 'boundary');
    }
  }
}

function isWordAt(text: string, place: number): boolean {
  return /\w/.test(text.charAt(place));
}

function isFirstOfPair(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
