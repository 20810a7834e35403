import { describe, expect, it } from '@jest/globals';
import { formatInstant } from '../../src/simulator/instant.js';

const noon = Date.UTC(2025, 6, 1, 12) * 1000;

describe('the text of an instant', () => {
  it.each([
    [noon, 0, '2025-07-01T12:00:00Z'],
    [noon, 120, '2025-07-01T14:00:00+02:00'],
    [noon, -210, '2025-07-01T08:30:00-03:30'],
  ])('of %d at offset %d is %s', (instant, offset, text) => {
    expect(formatInstant(instant, offset)).toBe(text);
  });

  it('has up to nine fraction digits, the same each time', () => {
    const text = formatInstant(noon + 123_456, 0);

    expect(text).toMatch(/^2025-07-01T12:00:00\.123456\d{0,3}Z$/);
    expect(formatInstant(noon + 123_456, 0)).toBe(text);
  });

  it('keeps the order of instants that are a microsecond apart', () => {
    const texts = [1, 2, 3, 4].map((micros) => formatInstant(noon + micros, 0).slice(0, 26));

    expect(texts).toEqual([...texts].sort());
  });
});
