import { isIP } from 'node:net';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import { parseLossless, stringifyLossless, type JsonValue } from '../../src/event-format/lossless-json.js';
import type { StoredRow } from '../../src/storage/read-row.js';
import type { Column } from '../../src/storage/table-catalog.js';

/** A row as the driver reads it back, after `json_populate_recordset` took it: missing columns as NULL. */
export function storedRow(json: string, columns: readonly Column[]): StoredRow {
  const row = parseLossless(json) as Readonly<Record<string, JsonValue>>;
  const names = new Set(columns.map(({ name }) => name));
  for (const name of Object.keys(row)) if (!names.has(name)) throw new Error(`There is no column ${name}`);
  return Object.fromEntries(columns.map(({ name, type }) => [name, storedValue(row[name], type)]));
}

function storedValue(value: JsonValue | undefined, type: string): unknown {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'int8':
      return integerText(value, -(2n ** 63n), 2n ** 63n - 1n);
    case 'numeric':
      return integerText(value, -(10n ** 20n) + 1n, 10n ** 20n - 1n);
    case 'int4':
    case 'int2':
      return Number(integerText(value, -(2n ** 31n), 2n ** 31n - 1n));
    case 'inet':
      if (typeof value !== 'string' || !isIP(value)) refuse(value, type);
      return value;
    case 'bool':
      if (typeof value !== 'boolean') refuse(value, type);
      return value;
    case 'json':
      return stringifyLossless(value);
    case 'jsonb':
      return stringifyLossless(asJsonb(value));
    case '_text':
    case '_uuid':
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) refuse(value, type);
      for (const item of value) storable(item);
      return value;
    default:
      if (typeof value !== 'string') refuse(value, type);
      return storable(value);
  }
}

/** The driver gives int8 and numeric as text. */
function integerText(value: JsonValue, min: bigint, max: bigint): string {
  const text = value instanceof ExactNumber ? value.text : typeof value === 'object' ? '' : String(value);
  if (!/^-?\d+$/.test(text) || BigInt(text) < min || BigInt(text) > max) refuse(value, 'an integer');
  return String(BigInt(text));
}

/** Keeps digits, not spellings: an exponent is written out and -0 becomes 0. */
function asJsonb(value: JsonValue): JsonValue {
  if (typeof value === 'string') return storable(value);
  if (value instanceof ExactNumber) {
    if (/e/i.test(value.text)) refuse(value, 'jsonb in a test');
    return /^-0(\.0*)?$/.test(value.text) ? new ExactNumber(value.text.slice(1)) : value;
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => asJsonb(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
      .map(([key, inner]) => [storable(key), asJsonb(inner)]),
  );
}

function storable(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) refuse(text, 'text');
  return text;
}

function refuse(value: JsonValue, type: string): never {
  throw new Error(`Postgres would refuse ${stringifyLossless(value)} as ${type}`);
}
