/**
 * One pass over the bytes of a JSON document, before it is parsed: what `JSON.parse` will not tell afterwards.
 *
 * It does not validate; on bytes that are not JSON the answer means nothing, and the parser will refuse them.
 */
export interface JsonScan<Known = unknown> {
  /** Keys of all objects, repeated ones counted each time. */
  readonly keys: number;
  /** Deepest nesting; 0 for a scalar. */
  readonly depth: number;
  /** Byte ranges `[start, end)`, flat, of the numbers that a JavaScript number would not give back as they stand. */
  readonly exactNumbers: readonly number[];
  /** Whether some string may hold a NUL or half a surrogate pair, as an escape. */
  readonly hasSuspectEscape: boolean;
  /** Objects at the places that were asked for, in the order of the document. */
  readonly parts: readonly DocumentPart<Known>[];
}

/** Where to look for parts, and which are known: those are stepped over. */
export interface PartLookup<Known extends SteppedOver> {
  readonly places: PartPlaces;
  /** The known part that stands at `bytes[at]`, byte for byte. */
  match(bytes: Buffer, at: number, end: number, place: PartPlace): Known | undefined;
}

/** What the scan would have found in a part that it steps over. */
export interface SteppedOver {
  readonly length: number;
  readonly keys: number;
  readonly depth: number;
}

/** The bytes `[start, end)` of an object that a document holds at a known place: as a value, or in a list of them. */
export interface DocumentPart<Known = unknown> {
  readonly place: PartPlace;
  readonly start: number;
  readonly end: number;
  readonly known: Known | undefined;
}

export interface PartPlace {
  readonly key: string;
  /** Key of the root's object that holds `key`; undefined for a key of the root itself. */
  readonly within: string | undefined;
  /** Name of the definition that the object follows. */
  readonly definition: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_U = 0x75;

/** Integers of up to 15 digits always survive as doubles. */
const SAFE_DIGITS = 15;

/** Scans `bytes[start, end)`. */
export function scanJson<Known extends SteppedOver = SteppedOver>(
  bytes: Buffer,
  start: number,
  end: number,
  lookup: PartLookup<Known> = NO_PARTS,
): JsonScan<Known> {
  const exactNumbers: number[] = [];
  const parts = new PartFinder(bytes, end, lookup);
  let keys = 0;
  let depth = 0;
  let deepest = 0;
  let stringStart = 0;
  let stringEnd = 0;
  let hasSuspectEscape = false;

  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      stringStart = at + 1;
      for (at++; at < end; at++) {
        const inside = bytes[at] as number;
        if (inside === QUOTE) break;
        if (inside !== BACKSLASH) continue;
        at++;
        if (bytes[at] === LOWER_U && isSuspectEscape(bytes, at)) hasSuspectEscape = true;
      }
      stringEnd = at;
    } else if (byte === COLON) {
      keys++;
      if (depth <= 2 && !parts.isInside) parts.key(depth, stringStart, stringEnd);
    } else if (byte === 0x7b || byte === 0x5b) {
      const known = byte === 0x7b && depth < 4 ? parts.open(depth + 1, at) : undefined;
      if (known) {
        keys += known.keys;
        deepest = Math.max(deepest, depth + known.depth);
        at += known.length - 1;
      } else if (++depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (depth <= 4) parts.close(depth, at + 1);
      depth--;
    } else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      const stop = numberEnd(bytes, at, end);
      if (!isPlainNumber(bytes, at, stop)) exactNumbers.push(at, stop);
      at = stop - 1;
    }
  }
  return { keys, depth: deepest, exactNumbers, hasSuspectEscape, parts: parts.found };
}

/** Places by key: at the root, and one level deeper by the root's key. */
export interface PartPlaces {
  readonly root: ReadonlyMap<string, PartPlace>;
  readonly nested: ReadonlyMap<string, ReadonlyMap<string, PartPlace>>;
}

const NO_PARTS: PartLookup<never> = { places: { root: new Map(), nested: new Map() }, match: () => undefined };

/** Follows the scan through the two uppermost levels. */
class PartFinder<Known extends SteppedOver> {
  readonly found: DocumentPart<Known>[] = [];
  private nested: ReadonlyMap<string, PartPlace> | undefined;
  private place: PartPlace | undefined;
  private keyDepth = 0;
  private partStart = -1;
  private partDepth = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly end: number,
    private readonly lookup: PartLookup<Known>,
  ) {}

  get isInside(): boolean {
    return this.partStart >= 0;
  }

  key(depth: number, start: number, end: number): void {
    const { root, nested } = this.lookup.places;
    const places = depth === 1 ? root : this.nested;
    if (!places) return;
    const key = this.bytes.toString('latin1', start, end);
    this.place = places.get(key);
    this.keyDepth = depth;
    if (depth === 1) this.nested = nested.get(key);
  }

  /**
   * An object opens at a place: as the key's value, or as an element of the list that is the key's value.
   *
   * @returns the known part that it is, then to be stepped over
   */
  open(depth: number, at: number): Known | undefined {
    const { place } = this;
    if (!place || this.partStart >= 0 || depth > this.keyDepth + 2 || depth <= this.keyDepth) return undefined;
    const match = this.lookup.match(this.bytes, at, this.end, place);
    // Where a key belongs, an object is a mistake, and must still be one.
    const known = match && !isKey(this.bytes, at + match.length) ? match : undefined;
    if (known) {
      this.found.push({ place, start: at, end: at + known.length, known });
    } else {
      this.partStart = at;
      this.partDepth = depth;
    }
    return known;
  }

  close(depth: number, end: number): void {
    if (this.partStart < 0 || depth !== this.partDepth) return;
    this.found.push({ place: this.place as PartPlace, start: this.partStart, end, known: undefined });
    this.partStart = -1;
  }
}

/** Whether what ends at `from` stands where a key belongs: a colon follows. */
export function isKey(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return bytes[at] === COLON;
}

/** `\u0000` and `\ud800` to `\udfff`, whole pairs included: a closer look decides. */
function isSuspectEscape(bytes: Uint8Array, at: number): boolean {
  const first = (bytes[at + 1] ?? 0) | 0x20;
  const second = bytes[at + 2] ?? 0;
  if (first === (ZERO | 0x20)) return second === ZERO && bytes[at + 3] === ZERO && bytes[at + 4] === ZERO;
  return first === 0x64 && (second === 0x38 || second === NINE || (second | 0x20) >= 0x61);
}

function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < end) {
    const byte = bytes[at] as number;
    // digits . + - e E
    if ((byte >= ZERO && byte <= NINE) || byte === 0x2e || byte === 0x2b || byte === MINUS || (byte | 0x20) === 0x65)
      at++;
    else break;
  }
  return at;
}

function isPlainNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const digits = bytes[start] === MINUS ? start + 1 : start;
  if (end - digits > SAFE_DIGITS) return false;
  if (digits > start && bytes[digits] === ZERO) return false;
  for (let at = digits; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return false;
  }
  return true;
}
