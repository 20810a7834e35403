import fc from 'fast-check';
import { anyText } from '../support/any-text.js';

/** Number spellings that a JavaScript number would not give back, beside plain ones. */
export const hostileNumber = fc.oneof(
  fc.constantFrom(
    ...['0', '-0', '-0.0', '1.0', '0.1000', '1e3', '1E+400', '-1e-400', '1E0', '0e0', '10', '-1', '1.5', '0.1'],
    ...['999999999999999', '9007199254740991', '9007199254740993', '18446744073709551615', '-9223372036854775808'],
    ...['123456789012345678901234567890', '0.30000000000000004', '3.141592653589793238462643383279'],
  ),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    '"',
    '\\',
    '/',
    '\n',
    '\u2028',
    '😀',
    '\u202e',
    '{"a":1}',
    '[',
    '1e3',
    'number:',
    '\u0000',
    '\ud83d',
  ),
  anyText(8),
);

/** The same string written in different ways. */
const stringText = fc.tuple(text, fc.constantFrom('plain', 'escaped', 'slashes')).map(([value, style]) => {
  const plain = JSON.stringify(value);
  if (style === 'slashes') return plain.replaceAll('/', '\\/');
  return style === 'plain' ? plain : `"${escapeAll(value)}"`;
});

/** Every UTF-16 unit as an escape, in mixed case. */
export function escapeAll(value: string): string {
  return [...Array(value.length).keys()]
    .map((i) => value.charCodeAt(i).toString(16).padStart(4, '0'))
    .map((hex, i) => `\\u${i % 2 ? hex.toUpperCase() : hex}`)
    .join('');
}

const keyText = fc.oneof(
  fc
    .constantFrom('__proto__', 'constructor', 'toString', 'toJSON', 'hasOwnProperty', 'length', '1', '')
    .map((key) => JSON.stringify(key)),
  stringText,
);

const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t', '  \n ');

type Texts = Record<'value' | 'list' | 'object', string>;

const texts = fc.letrec<Texts>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false'),
    hostileNumber,
    stringText,
    tie('list'),
    tie('object'),
  ),
  list: fc.array(padded(tie('value')), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  object: fc
    .uniqueArray(fc.tuple(padded(keyText), padded(tie('value'))), {
      maxLength: 4,
      selector: ([key]) => JSON.parse(key) as string,
    })
    .map((members) => `{${members.map((member) => member.join(':')).join(',')}}`),
}));

function padded(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(space, inner, space).map((parts) => parts.join(''));
}

/** Any JSON text without equal keys in one object. */
export const jsonText: fc.Arbitrary<string> = padded(texts.value);

/** A JSON text with a few characters added, dropped or replaced: sometimes still JSON, mostly not. */
export const brokenJsonText: fc.Arbitrary<string> = fc
  .tuple(
    jsonText,
    fc.array(
      fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', ...'0123456789+-.eE,:[]{}"\\u \ntrfalsnNx\u0000')),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([whole, edits]) => edits.reduce((broken, edit) => applyEdit(broken, edit), whole));

function applyEdit(json: string, [place, dropped, inserted]: readonly [number, number, string]): string {
  const at = place % (json.length + 1);
  return json.slice(0, at) + inserted + json.slice(at + dropped);
}
