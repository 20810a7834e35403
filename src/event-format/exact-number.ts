/**
 * A JSON number that a JavaScript number would change: an integer past 2^53, or a spelling such as `1.0`, `1e3`, `-0`.
 * It carries the number's text as it stood in the document.
 */
export class ExactNumber {
  constructor(readonly text: string) {}

  toJSON(): string {
    return mark + this.text;
  }
}

let mark = '';

/**
 * Runs `write` while exact numbers show themselves to `JSON.stringify` behind that mark. At any other time they show
 * their plain text: the mark is a secret that must not get into an answer or a log.
 */
export function withMarkedNumbers<T>(secret: string, write: () => T): T {
  mark = secret;
  try {
    return write();
  } finally {
    mark = '';
  }
}

/** Longer spellings stay text: `1e1000000000` is ten characters that would expand to a gigabyte. */
const LONGEST_EXPANSION = 400;

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The integer that a JSON number spells (`1.0`, `1e3` and `12` do); undefined for a fraction or an absurd length. */
export function integerOf(text: string): bigint | undefined {
  if (text.length > LONGEST_EXPANSION) return undefined;
  const [matched, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const digits = whole + fraction;
  const zeros = Number(exponent) - fraction.length;
  if (zeros >= 0) {
    return digits.length + zeros > LONGEST_EXPANSION ? undefined : BigInt(sign + digits + '0'.repeat(zeros));
  }
  const cut = Math.max(digits.length + zeros, 0);
  return /[1-9]/.test(digits.slice(cut)) ? undefined : BigInt(sign + (digits.slice(0, cut) || '0'));
}
