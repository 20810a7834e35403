import { isIPv4, isIPv6 } from 'node:net';
import { ExactNumber, integerOf } from '../event-format/exact-number.js';
import type { JsonValue } from '../event-format/lossless-json.js';
import { formatNanoseconds, nanosecondText, parseRfc3339 } from '../event-format/rfc3339.js';

/**
 * How a JSON value stands in a column. A column holds a value to search by; where that is not the whole truth, the exact
 * value stands beside it in `extra`, which wins when the document is put together again.
 */
export interface Codec {
  /** Undefined when nothing of the value fits the column. */
  encode(value: JsonValue): Encoded | undefined;
  /** From what the database driver gives for a column that is not NULL. */
  decode(stored: unknown): JsonValue;
}

export interface Encoded {
  /** As the JSON of a row says it to `json_populate_recordset`. */
  readonly column: string | number | boolean | readonly string[];
  /** Whether `decode` gives back exactly what was encoded. */
  readonly isExact: boolean;
}

const text: Codec = {
  encode: (value) => (typeof value === 'string' ? { column: value, isExact: true } : undefined),
  decode: (stored) => stored as string,
};

const boolean: Codec = {
  encode: (value) => (typeof value === 'boolean' ? { column: value, isExact: true } : undefined),
  decode: (stored) => stored as boolean,
};

const textList: Codec = {
  encode: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? { column: value, isExact: true }
      : undefined,
  decode: (stored) => stored as string[],
};

/** Integers past the column's range are kept at its edge, so that ranges still find them. */
function integer(min: bigint, max: bigint): Codec {
  const [lowest, highest] = [Number(min), Number(max)];
  return {
    encode(value) {
      if (typeof value === 'number' && Number.isSafeInteger(value)) {
        const isInside = value >= lowest && value <= highest;
        return { column: isInside ? value : String(value < lowest ? min : max), isExact: isInside };
      }
      const exact = value instanceof ExactNumber ? integerOf(value.text) : undefined;
      if (!(value instanceof ExactNumber) || exact === undefined) return undefined;
      const kept = exact < min ? min : exact > max ? max : exact;
      return { column: String(kept), isExact: String(kept) === value.text };
    },
    decode: (stored) => integerFromText(String(stored)),
  };
}

/** A JavaScript number where it is exact, the text otherwise. */
export function integerFromText(decimal: string): number | ExactNumber {
  const number = Number(decimal);
  return Number.isSafeInteger(number) ? number : new ExactNumber(decimal);
}

const LAST_SECOND = 9_223_372_035;

/** RFC 3339 text as nanoseconds since 1970: years 1677 to 2262, the edges for what lies outside. */
const dateTime: Codec = {
  encode(value) {
    const instant = typeof value === 'string' ? parseRfc3339(value) : undefined;
    if (!instant) return undefined;
    if (Math.abs(instant.seconds) > LAST_SECOND) {
      return { column: `${instant.seconds < 0 ? '-' : ''}9223372036000000000`, isExact: false };
    }
    return { column: nanosecondText(instant), isExact: instant.isCanonical };
  },
  decode: (stored) => formatNanoseconds(String(stored)),
};

/** `inet` writes IPv6 its own way, so only dotted IPv4 counts as exact. */
const ipAddress: Codec = {
  encode(value) {
    if (typeof value !== 'string') return undefined;
    if (isIPv4(value)) return { column: value, isExact: true };
    return isIPv6(value) && !value.includes('%') ? { column: value, isExact: false } : undefined;
  },
  decode: (stored) => stored as string,
};

const INT8 = integer(-(2n ** 63n), 2n ** 63n - 1n);
const UINT64 = integer(0n, 2n ** 64n - 1n);

/** The codec for a column type, for a field of that kind. Throws for a pair that the data model should not have. */
export function codecFor(columnType: string, fieldKind: string): Codec {
  switch (`${fieldKind} in ${columnType}`) {
    case 'string in text':
      return text;
    case 'string in inet':
      return ipAddress;
    case 'boolean in bool':
      return boolean;
    case 'integer in int8':
      return INT8;
    case 'integer in numeric':
      return UINT64;
    case 'dateTime in int8':
      return dateTime;
    case 'list in _text':
      return textList;
    default:
      throw new Error(`No codec stores a field of kind ${fieldKind} in a column of type ${columnType}; add one here`);
  }
}
