import { Kind, type ValueNode } from 'graphql';
import { refusedLiteral, refusedVariable } from './refused-input.js';

export interface IntegerRange {
  readonly scalar: string;
  readonly least: bigint;
  readonly greatest: bigint;
}

/** 20 digits hold every 64-bit integer; the limit keeps an endless digit run away from BigInt. */
const DECIMAL = /^-?(?:0|[1-9]\d{0,19})$/;

/** Input from a variable: an integer number or decimal text, inside the range. */
export function parseInteger(value: unknown, range: IntegerRange): bigint {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    // It was rounded before it came here: taking it would search for another value than the one sent.
    throw refusedVariable(range.scalar, value, 'a number past 2^53 is rounded on the way, so give a string');
  }
  const integer = typeof value === 'string' ? decimal(value) : Number.isInteger(value) && BigInt(value as number);
  if (typeof integer === 'bigint' && isInside(integer, range)) return integer;
  throw refusedVariable(range.scalar, value, advice(range));
}

/** Input from a literal in the query: an integer or a string of one, inside the range. */
export function parseIntegerLiteral(node: ValueNode, range: IntegerRange): bigint {
  const integer = node.kind === Kind.INT || node.kind === Kind.STRING ? decimal(node.value) : undefined;
  if (integer !== undefined && isInside(integer, range)) return integer;
  throw refusedLiteral(range.scalar, node, advice(range));
}

function decimal(text: string): bigint | undefined {
  return DECIMAL.test(text) ? BigInt(text) : undefined;
}

function isInside(integer: bigint, range: IntegerRange): boolean {
  return integer >= range.least && integer <= range.greatest;
}

function advice(range: IntegerRange): string {
  return `give an integer from ${range.least} to ${range.greatest}`;
}
