import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSecret, hashSecret, isWellFormed } from '../../src/auth/token-secret.js';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 of ISO 3309, bit by bit, in six digits of base 62. */
function checksum(text: string): string {
  let sum = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  const number = (sum ^ 0xffffffff) >>> 0;
  return [5, 4, 3, 2, 1, 0].map((place) => BASE62[Math.floor(number / 62 ** place) % 62]).join('');
}

const secrets = fc.constant(undefined).map(createSecret);

describe('the secret of an API token', () => {
  it('is a prefix, thirty random characters and their checksum', () => {
    const [, random = '', sum] = /^spoor_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/.exec(createSecret()) ?? [];

    expect(sum).toBe(checksum(random));
  });

  it('is another one each time, of all characters', () => {
    const made = Array.from({ length: 500 }, createSecret);

    expect(new Set(made).size).toBe(500);
    expect(new Set(made.flatMap((secret) => [...secret.slice(6, 36)])).size).toBe(62);
  });

  it('is well-formed', () => {
    fc.assert(fc.property(secrets, isWellFormed));
  });

  it('is told from what differs in one character, whichever', () => {
    const changed = fc
      .tuple(secrets, fc.nat(41), fc.oneof(fc.constantFrom(...BASE62), fc.string({ unit: 'grapheme', maxLength: 1 })))
      .filter(([secret, at, character]) => secret[at] !== character)
      .map(([secret, at, character]) => secret.slice(0, at) + character + secret.slice(at + 1));

    fc.assert(
      fc.property(changed, (text) => !isWellFormed(text)),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', () => ''],
    ['a blank before it', (secret: string) => ` ${secret}`],
    ['a line break behind it', (secret: string) => `${secret}\n`],
    ['one character more', (secret: string) => `${secret}0`],
    ['one character less', (secret: string) => secret.slice(0, -1)],
    ['two characters exchanged', (secret: string) => secret.replace(/^(.{8})(.)((?!\2).)/, '$1$3$2')],
    ['another prefix', (secret: string) => secret.replace('spoor', 'spoon')],
    ['a prefix in capitals', (secret: string) => secret.replace('spoor', 'SPOOR')],
    ['the secret twice', (secret: string) => secret + secret],
  ])('is told from %s', (_what, change) => {
    // Its second and third character differ, so that exchanging them says something else.
    const random = 'abcdefghijklmnopqrstuvwxyz0123';
    const secret = `spoor_${random}${checksum(random)}`;

    expect([isWellFormed(secret), isWellFormed(change(secret))]).toEqual([true, false]);
  });

  it('is stored as its SHA-256', () => {
    const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

    expect(hashSecret('abc').toString('hex')).toBe(hash);
  });
});
