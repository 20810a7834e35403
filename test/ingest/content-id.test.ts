import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { ContentIds } from '../../src/ingest/content-id.js';
import { DAY, startOfDay } from '../../src/utc-day.js';

const ids = new ContentIds(Buffer.from('0123456789abcdef'));
const time = fc.nat({ max: 2 ** 48 - 1 });

/** The 48 bits before the version. */
function millisecondsOf(id: string): number {
  return parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

describe('a content id', () => {
  it('is a UUID of version 8 and the variant of RFC 9562, with its time in front', () => {
    fc.assert(
      fc.property(time, fc.string(), (milliseconds, content) => {
        const id = ids.id(milliseconds, content);

        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(millisecondsOf(id)).toBe(milliseconds);
      }),
    );
  });

  it('is the same for the same content, and only for it', () => {
    fc.assert(
      fc.property(time, fc.string(), fc.string(), (milliseconds, one, other) => {
        expect(ids.id(milliseconds, one) === ids.id(milliseconds, other)).toBe(one === other);
      }),
    );
  });

  it('holds 74 bits of the digest of key and content', () => {
    const key = Buffer.from('0123456789abcdef').toString('hex');
    const digest = createHash('sha256').update(`${key}content`).digest('hex');

    const id = ids.id(0, 'content').replaceAll('-', '');

    expect(id.slice(13, 16)).toBe(digest.slice(0, 3));
    expect(id.slice(17)).toBe(digest.slice(4, 19));
    expect(parseInt(id.charAt(16), 16) & 3).toBe(parseInt(digest.charAt(3), 16) & 3);
  });

  it('sorts by time', () => {
    fc.assert(
      fc.property(time, time, fc.string(), fc.string(), (earlier, later, one, other) => {
        fc.pre(earlier < later);

        expect(ids.id(earlier, one) < ids.id(later, other)).toBe(true);
      }),
    );
  });

  it('is another one under another key', () => {
    const others = new ContentIds(Buffer.from('0123456789abcdeg'));

    expect(others.id(1, 'content')).not.toBe(ids.id(1, 'content'));
    expect(others.id(1, 'content').slice(0, 13)).toBe(ids.id(1, 'content').slice(0, 13));
  });

  it('takes a fraction of a millisecond for none', () => {
    expect(ids.id(1.9, 'content')).toBe(ids.id(1, 'content'));
  });

  it('knows texts apart that differ in one character only, Unicode ones too', () => {
    const texts = ['é', 'e\u0301', '\u00e9 ', 'É', '', '\ufeff', '\u0000', '\n'];

    expect(new Set(texts.map((text) => ids.id(0, text))).size).toBe(texts.length);
  });
});

describe('the start of a day', () => {
  it.each([
    ['2025-07-01T00:00:00.000Z', '2025-07-01T00:00:00.000Z'],
    ['2025-07-01T23:59:59.999Z', '2025-07-01T00:00:00.000Z'],
    ['1970-01-01T00:00:00.001Z', '1970-01-01T00:00:00.000Z'],
    ['2024-02-29T12:00:00.000Z', '2024-02-29T00:00:00.000Z'],
  ])('of %s is %s', (moment, midnight) => {
    expect(startOfDay(Date.parse(moment))).toBe(Date.parse(midnight));
  });

  it('is never more than a day before', () => {
    fc.assert(
      fc.property(time, (milliseconds) => {
        const start = startOfDay(milliseconds);

        expect(start % DAY).toBe(0);
        expect(milliseconds - start).toBeLessThan(DAY);
        expect(start).toBeLessThanOrEqual(milliseconds);
      }),
    );
  });
});
