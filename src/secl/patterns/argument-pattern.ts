import { escapeExpression } from './escape.js';

/** A text with stars in it, letter by letter. */
export type Pieces = readonly (string | typeof STAR)[];

const STAR = Symbol('*');

/** A plain string has no stars; what looks like one is one. */
export function piecesOf(text: string, isPattern: boolean): Pieces {
  return [...text].map((letter) => (isPattern && letter === '*' ? STAR : letter));
}

/** Stands between arguments that are looked at as one text: no argument has it. */
export const BETWEEN_ARGUMENTS = '\u001f';

const NAME_STAR = `[^=${BETWEEN_ARGUMENTS}]*`;
const VALUE_STAR = `[^${BETWEEN_ARGUMENTS}]*`;
/** The step from an option to its value, where that is an argument of its own: it does not begin with a hyphen. */
const STEP = `${BETWEEN_ARGUMENTS}(?!-)`;

/**
 * A flag, such as `i` or `version`, as an expression that matches the argument which sets it: `-i`, `-it`, `--version`.
 * Undefined where no argument can.
 */
export function flagExpression(pieces: Pieces): string | undefined {
  const letters = pieces.filter((piece) => piece !== STAR);
  if (letters.includes('=')) return undefined;
  const mayBeLong = pieces.length > 1 || !letters.length;
  const mayBeLetter = letters.length === 0 || (letters.length === 1 && /^[A-Za-z0-9]$/.test(letters.join('')));
  const ways = [
    ...(mayBeLong ? [`--?(?=[^=][^=])${render(pieces, '[^=]*')}`] : []),
    ...(mayBeLetter ? [`-[A-Za-z0-9]*${letters.join('') || '[A-Za-z0-9]'}[A-Za-z0-9]*`] : []),
  ];
  return ways.length ? `^(${ways.join('|')})$` : undefined;
}

/**
 * An option with its value, such as `width=8`, as an expression that matches the joined arguments in which it stands:
 * `--width=8`, or `--width` and `8` one after the other.
 */
export function optionExpression(pieces: Pieces): string {
  const ways = [attached(pieces), ...separated(pieces)];
  return `(^|${BETWEEN_ARGUMENTS})--?(?=[A-Za-z0-9])(${ways.join('|')})($|${BETWEEN_ARGUMENTS})`;
}

/** In one argument: somewhere there is a `=`. */
function attached(pieces: Pieces): string {
  return `(?=${NAME_STAR}=)${render(pieces, VALUE_STAR)}`;
}

/** In two: the step is at the first `=` of the pattern, or inside of a star before it. */
function* separated(pieces: Pieces): Generator<string> {
  for (const [index, piece] of pieces.entries()) {
    const name = render(pieces.slice(0, index), NAME_STAR);
    const value = render(pieces.slice(index + 1), VALUE_STAR);
    if (piece === STAR) yield `${name}${NAME_STAR}${STEP}${VALUE_STAR}${value}`;
    if (piece !== '=') continue;
    yield `${name}${STEP}${value}`;
    return;
  }
}

function render(pieces: Pieces, star: string): string {
  return pieces.map((piece) => (piece === STAR ? star : escapeExpression(piece))).join('');
}
