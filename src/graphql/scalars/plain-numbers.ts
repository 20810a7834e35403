import { ExactNumber, integerOf } from '../../event-format/exact-number.js';

/**
 * A stored value as any JSON reader can hold it: integers past 2^53 become decimal text, other exact numbers JavaScript
 * numbers. The value itself when there is nothing to change, which is nearly always: copies are made only on the way
 * to a change.
 */
export function withPlainNumbers(value: unknown): unknown {
  if (value instanceof ExactNumber) return plainNumber(value);
  if (typeof value === 'bigint') return plainInteger(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(withPlainNumbers);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const plainEntries = entries.map(([key, item]) => [key, withPlainNumbers(item)] as const);
  const isChanged = plainEntries.some(([, item], index) => item !== entries[index]?.[1]);
  // fromEntries defines its keys: assigning `__proto__` would set the prototype and lose the key.
  return isChanged ? Object.fromEntries(plainEntries) : value;
}

/** A stored integer as decimal text, never as an exception: what is no integer is shown by its JSON. */
export function integerText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof ExactNumber) return String(integerOf(value.text) ?? value.text);
  if (typeof value === 'bigint' || Number.isInteger(value)) return String(BigInt(value as bigint | number));
  return JSON.stringify(withPlainNumbers(value)) ?? String(value);
}

function plainNumber(exact: ExactNumber): number | string {
  const integer = integerOf(exact.text);
  if (integer !== undefined) return plainInteger(integer);
  const number = Number(exact.text);
  return Number.isFinite(number) ? number : exact.text;
}

function plainInteger(integer: bigint): number | string {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : String(integer);
}
