import { checkPart } from '../event-format/check-document.js';
import { KnownPart } from '../event-format/known-part.js';
import { isJsonObject, replacedPart, setOwn, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import { definitionOf, ROOT, type FieldType } from '../event-format/merged-format.js';
import {
  scanJson,
  type DocumentPart,
  type PartLookup,
  type PartPlace,
  type PartPlaces,
} from '../event-format/scan-json.js';
import { entities } from '../storage/entity.js';

/** Bytes of parts that a normalizer remembers. A host's processes and their files come to a few hundred kilobytes. */
const REMEMBERED_BYTES = 64 * 2 ** 20;

/** What a remembered part weighs besides its bytes. */
const OVERHEAD = 700;

/** Parts are told apart by their beginnings first: pids, paths and ids stand there. */
const PREFIX = 120;

/** So many parts may begin alike. */
const MOST_ALIKE = 16;

/** The root's object whose members repeat most: the process with its ancestors. */
const LINEAGE = 'process';

/** Where documents hold shared snapshots: derived from what has a table of its own. */
export const partPlaces: PartPlaces = {
  root: placesOf(ROOT, undefined),
  nested: new Map([[LINEAGE, placesOf('ProcessContext', LINEAGE)]]),
};

function placesOf(definition: string, within: string | undefined): Map<string, PartPlace> {
  const places = new Map<string, PartPlace>();
  for (const { key, types } of definitionOf(definition).fields.values()) {
    const inner = definitionIn(types[0]?.type as FieldType);
    const entity = inner === undefined ? undefined : entities[inner];
    if (inner !== undefined && entity && !entity.base) places.set(key, { key, within, definition: inner });
  }
  return places;
}

function definitionIn(type: FieldType): string | undefined {
  if (type.kind === 'list') return definitionIn(type.of);
  return type.kind === 'object' ? type.definition : undefined;
}

/**
 * Remembers the parts of documents byte for byte. A host says the same of its processes again and again: nine tenths of
 * an event are parts that the last events had too.
 */
export class KnownParts implements PartLookup<KnownPart> {
  readonly places = partPlaces;
  /** Two generations: what the older one still serves moves to the younger, the rest goes with it. */
  private young = new Map<number, KnownPart[]>();
  private old = new Map<number, KnownPart[]>();
  private youngBytes = 0;

  match(bytes: Buffer, at: number, end: number, { definition }: PartPlace): KnownPart | undefined {
    const hash = prefixHash(bytes, at, end);
    const isIt = (part: KnownPart): boolean => part.definition === definition && part.isAt(bytes, at, end);
    const young = this.young.get(hash)?.find(isIt);
    if (young) return young;
    const old = this.old.get(hash)?.find(isIt);
    if (old) this.keep(hash, old);
    return old;
  }

  /** Puts known parts into the parsed document where it has stand-ins for them. */
  insert(document: JsonObject, known: readonly DocumentPart<KnownPart>[]): void {
    forEachPlace(document, known, (value) => {
      const number = replacedPart(value);
      return number === undefined ? undefined : known[number]?.known;
    });
  }

  /** Remembers the parts of an accepted document that were not known, and lets them take their objects' place. */
  learn(document: JsonObject, parts: readonly DocumentPart[], bytes: Buffer): void {
    const unknown = new Map<PartPlace, DocumentPart[]>(parts.map(({ place }) => [place, []]));
    for (const part of parts) if (!part.known) unknown.get(part.place)?.push(part);
    const next = new Map<PartPlace, number>();
    forEachPlace(document, parts, (value, place) => {
      if (!isJsonObject(value) || value instanceof KnownPart) return undefined;
      const number = next.get(place) ?? 0;
      next.set(place, number + 1);
      const part = unknown.get(place)?.[number];
      return part && this.remember(bytes.subarray(part.start, part.end), place.definition, value);
    });
  }

  private remember(bytes: Buffer, definition: string, object: JsonObject): KnownPart {
    const { contracts, keys } = checkPart(object, definition);
    const { depth } = scanJson(bytes, 0, bytes.length);
    const part = new KnownPart(Buffer.from(bytes), definition, contracts, keys, depth, object);
    this.keep(prefixHash(bytes, 0, bytes.length), part);
    return part;
  }

  private keep(hash: number, part: KnownPart): void {
    this.youngBytes += part.length + OVERHEAD;
    if (this.youngBytes > REMEMBERED_BYTES / 2) {
      this.old = this.young;
      this.young = new Map();
      this.youngBytes = part.length + OVERHEAD;
    }
    const alike = this.young.get(hash) ?? [];
    this.young.set(hash, alike);
    alike.unshift(part);
    if (alike.length > MOST_ALIKE) alike.pop();
  }
}

/** FNV-1a. Who makes parts begin alike only makes his own events slower. */
function prefixHash(bytes: Buffer, at: number, end: number): number {
  const stop = Math.min(end, at + PREFIX);
  let hash = 0x811c9dc5;
  for (let i = at; i < stop; i++) {
    const byte = bytes[i] as number;
    hash = Math.imul(hash ^ byte, 0x01000193);
    // The hash of a part must not reach past it; its first inner object is a good place to stop.
    if (byte === 0x7d) break;
  }
  return hash;
}

/** Offers every value at the parts' places, list elements one by one, for exchange. */
function forEachPlace(
  document: JsonObject,
  parts: readonly DocumentPart[],
  exchange: (value: JsonValue, place: PartPlace) => KnownPart | undefined,
): void {
  for (const place of new Set(parts.map((part) => part.place))) {
    const holder = place.within === undefined ? document : document[place.within];
    if (!isJsonObject(holder)) continue;
    const value = holder[place.key];
    if (Array.isArray(value)) {
      const list = value as (JsonValue | KnownPart)[];
      list.forEach((item, i) => (list[i] = exchange(item as JsonValue, place) ?? item));
    } else if (value !== undefined) {
      const known = exchange(value, place);
      if (known) setOwn(holder, place.key, known);
    }
  }
}
