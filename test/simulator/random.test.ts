import { describe, expect, it } from '@jest/globals';
import { Random, Weighted } from '../../src/simulator/random.js';

function draws<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

describe('a random stream', () => {
  it('is known by its label', () => {
    const [first, same, other] = ['a', 'a', 'b'].map((label) => new Random(label));

    const numbers = draws(20, () => first?.uint32());

    expect(draws(20, () => same?.uint32())).toEqual(numbers);
    expect(draws(20, () => other?.uint32())).not.toEqual(numbers);
  });

  it('stays the same from release to release', () => {
    const random = new Random('spoor');

    expect(draws(3, () => random.uint32())).toMatchInlineSnapshot(`
     [
       961364172,
       3616919790,
       1745419382,
     ]
    `);
  });

  it('keeps to its limits', () => {
    const random = new Random('limits');

    for (const number of draws(2000, () => random.between(-2, 2))) expect(Math.abs(number)).toBeLessThanOrEqual(2);
    for (const number of draws(2000, () => random.below(2 ** 45))) expect(number).toBeLessThan(2 ** 45);
  });

  it('prefers the front of a list', () => {
    const random = new Random('zipf');
    const indexes = draws(5000, () => random.zipf(10));
    const count = (index: number) => indexes.filter((one) => one === index).length;

    expect(count(0)).toBeGreaterThan(3 * count(5));
    expect(Math.max(...indexes)).toBe(9);
  });

  it('draws by weight', () => {
    const random = new Random('weights');
    const choice = new Weighted([
      [3, 'often'],
      [1, 'seldom'],
      [0, 'never'],
    ]);
    const drawn = draws(4000, () => choice.draw(random));

    expect(drawn.filter((value) => value === 'often').length / 4000).toBeCloseTo(0.75, 1);
    expect(drawn).not.toContain('never');
  });
});
