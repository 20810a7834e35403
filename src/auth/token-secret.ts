import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The secret of an API token: `spoor_`, 30 random characters of base 62 (178 bits), and the CRC-32 of these in 6 more.
 * The prefix lets scanners of source code find a secret that leaked, the checksum tells a mistyped one without a look
 * into the database.
 */
export function createSecret(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${PREFIX}${random}${checksum(random)}`;
}

/** Whether a text has the form of a secret, checksum included. */
export function isWellFormed(text: string): boolean {
  const [, random = '', sum] = FORM.exec(text) ?? [];
  return sum !== undefined && sum === checksum(random);
}

/** What is stored of a secret. Of so many random bits nobody can guess the secret, so a slow hash would add nothing. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

const PREFIX = 'spoor_';
const RANDOM_LENGTH = 30;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^spoor_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** 62^6 is more than 2^32. */
function checksum(random: string): string {
  let rest = crc32(random);
  let digits = '';
  while (digits.length < 6) {
    digits = `${ALPHABET[rest % 62]}${digits}`;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
