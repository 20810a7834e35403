import { coerceInputValue, isInputType, type GraphQLSchema } from 'graphql';
import { ExactNumber } from '../../event-format/exact-number.js';
import { parseLossless, stringifyLossless } from '../../event-format/lossless-json.js';
import { AppError } from '../../errors.js';
import type { Filter } from '../../search/filter.js';
import { readSelection } from '../inputs/event-selection.arguments.js';
import type { SecurityEventFilterInput } from './security-event-filter.js';

/** A selection as it is kept: SECL, and a filter as JSON. */
export interface SelectionTexts {
  readonly where: string | undefined;
  readonly filter: string | undefined;
}

/** The JSON that gives the same filter again when it is sent as a variable. */
export function filterText(filter: SecurityEventFilterInput): string {
  return stringifyLossless(sendable(filter));
}

/** Integers of 64 bits are sent as decimal text. All else that filters hold is sent as it was read. */
function sendable(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return value.map(sendable);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sendable(item)]));
}

/**
 * Reads kept selections with the GraphQL schema of today, as if they were sent again.
 *
 * @returns what throws AppError `input.invalid` or `query.too_complex` for one that today's schema does not take
 */
export function storedSelectionReader(schema: GraphQLSchema): (stored: SelectionTexts) => Filter {
  const type = schema.getType('SecurityEventFilter');
  if (!isInputType(type)) throw new Error('The GraphQL schema has no SecurityEventFilter');
  return ({ where, filter }) => {
    const input = filter === undefined ? undefined : coerceInputValue(parseLossless(filter), type, refuse);
    return readSelection({
      ...(where !== undefined && { where }),
      ...(input !== undefined && { filter: input as SecurityEventFilterInput }),
    });
  };
}

function refuse(path: readonly (string | number)[], _value: unknown, { message }: Error): never {
  throw new AppError('input.invalid', `\`${['filter', ...path].join('.')}\` is not understood any more: ${message}`);
}
