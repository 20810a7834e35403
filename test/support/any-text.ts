import fc from 'fast-check';

/**
 * Text of any characters. fast-check's own (`unit: 'binary'`) first lists all of them, which takes a second a test file.
 *
 * @param maxLength characters
 */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: anyCharacter, maxLength });
}

const [SURROGATES, AFTER_SURROGATES, LAST] = [0xd800, 0xe000, 0x10ffff];

const anyCharacter = fc
  .oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: LAST - (AFTER_SURROGATES - SURROGATES) }) },
  )
  .map((number) => String.fromCodePoint(number < SURROGATES ? number : number + AFTER_SURROGATES - SURROGATES));
