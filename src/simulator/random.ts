/**
 * A seeded stream of pseudo-random numbers (the sfc32 generator by Chris Doty-Humphrey). It uses 32-bit integer
 * arithmetic and plain division only, so that every machine draws the same documents from the same seed.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Streams with different labels are independent; the same label always gives the same stream. */
  constructor(label: string) {
    this.a = hashText(label, 0x9e3779b9);
    this.b = hashText(label, 0x85ebca6b);
    this.c = hashText(label, 0xc2b2ae35);
    for (let round = 0; round < 12; round++) this.uint32();
  }

  /** An integer in `[0, 2^32)`. */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** An integer in `[0, limit)`, for any limit up to 2^53. */
  below(limit: number): number {
    if (limit <= 0x1_0000_0000) return Math.floor((this.uint32() / 0x1_0000_0000) * limit);
    return (this.uint32() * 0x20_0000 + (this.uint32() >>> 11)) % limit;
  }

  /** An integer in `[lowest, highest]`. */
  between(lowest: number, highest: number): number {
    return lowest + this.below(highest - lowest + 1);
  }

  /** True with that probability. */
  chance(probability: number): boolean {
    return this.uint32() < probability * 0x1_0000_0000;
  }

  pick<T>(items: readonly T[]): T {
    return itemAt(items, this.below(items.length));
  }

  /** Prefers the front of the list: item `k` is drawn about `1 / k` as often as the first (Zipf's law). */
  pickZipf<T>(items: readonly T[]): T {
    return itemAt(items, this.zipf(items.length));
  }

  /** An index in `[0, size)`, low ones more often (Zipf's law). */
  zipf(size: number): number {
    const sums = harmonicSums(size);
    const point = (this.uint32() / 0x1_0000_0000) * (sums[size - 1] ?? 0);
    return firstAbove(sums, point);
  }

  /** An integer in `[0, 2^64)`. */
  uint64(): bigint {
    return (BigInt(this.uint32()) << 32n) | BigInt(this.uint32());
  }

  /** That many hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.uint32().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  /** An 8-4-4-4-12 identifier of version 4. */
  uuid(): string {
    const digits = this.hex(32);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
  }
}

/** A choice between values of different weight. */
export class Weighted<T> {
  private readonly sums: Float64Array;
  private readonly values: readonly T[];

  constructor(entries: readonly (readonly [weight: number, value: T])[]) {
    this.values = entries.map(([, value]) => value);
    this.sums = new Float64Array(entries.length);
    let sum = 0;
    for (const [index, [weight]] of entries.entries()) this.sums[index] = sum += weight;
  }

  draw(random: Random): T {
    const point = (random.uint32() / 0x1_0000_0000) * (this.sums[this.sums.length - 1] ?? 0);
    return itemAt(this.values, firstAbove(this.sums, point));
  }
}

function itemAt<T>(items: readonly T[], index: number): T {
  if (index >= items.length) throw new Error('Cannot pick from an empty list');
  return items[index] as T; // the index is in range, and T itself may allow undefined
}

const harmonicSumsBySize = new Map<number, Float64Array>();

function harmonicSums(size: number): Float64Array {
  let sums = harmonicSumsBySize.get(size);
  if (!sums) {
    sums = new Float64Array(size);
    let sum = 0;
    for (let rank = 0; rank < size; rank++) sums[rank] = sum += 1 / (rank + 1);
    harmonicSumsBySize.set(size, sums);
  }
  return sums;
}

/** Index of the first sum above the point: a binary search, because some lists have a thousand items. */
function firstAbove(sums: Float64Array, point: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] ?? 0) > point) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Looked up once: within a test, where globals are the test's own, that costs more than to multiply. */
const { imul } = Math;

/** FNV-1a over UTF-16 units, then a finisher that spreads every bit. */
function hashText(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt;
  for (let index = 0; index < text.length; index++) hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
