import { describe, expect, it } from '@jest/globals';
import { writtenOutLength } from '../../src/search/pattern-size.js';

describe('a regular expression written out', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['a{3}', 3],
    ['a{0}', 1],
    ['a{2,}', 2],
    ['a{2,7}', 7],
    ['xa{2,7}', 8],
    ['(ab{3}){10,20}', 80],
    ['(?:ab|cd){10}', 70],
    ['((((a{1,100}){1,100}){1,100}){1,100})', 100_000_000],
    ['[a-z]{64}', 64],
    ['[]{9}]{2}', 2],
    ['[^]{9}]{2}', 2],
    ['[[:alpha:]{9}]{2}', 2],
    ['[\\]{9}]{2}', 2],
    ['\\({5}', 5],
    ['\\{5}', 3],
    ['{5}', 0],
    ['a{,5}', 5],
    ['a{1234}', 7],
    ['a){3}', 3],
    ['(a', 1],
    ['[a', 1],
    ['\\', 1],
  ])('%j has %d characters', (pattern, length) => {
    expect(writtenOutLength(pattern)).toBe(length);
  });

  it('is told as fast as it can be read', () => {
    expect(writtenOutLength('(a{255}'.repeat(20_000) + '){255}'.repeat(20_000))).toBe(Infinity);
  });
});
