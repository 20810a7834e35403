import { not, type Filter } from '../../search/filter.js';
import { DateTimeRange, millisecondRange } from '../inputs/date-time-range.input.js';
import { AcknowledgementStatus } from '../types/acknowledgement/acknowledgement.type.js';
import { enumFilter, passesEnum } from './enum-filter.js';
import { isInput, type Input } from './input.js';
import { addField, newInput } from './value-filters.js';

const statusFilter = enumFilter('AcknowledgementStatus', AcknowledgementStatus);

/** What was said of an event last. */
export const AcknowledgementFilter = newInput(
  'AcknowledgementFilter',
  'What was said of an event last: somebody must have said something, and everything given must hold of it. What is not ' +
    'done yet, silence included, is `not: { acknowledgement: { status: { in: [RESOLVED, FALSE_POSITIVE] } } }`.',
);
addField(AcknowledgementFilter, 'status', () => statusFilter, 'What it says.');
addField(AcknowledgementFilter, 'at', () => DateTimeRange, 'When it was said.');
addField(AcknowledgementFilter, 'exists', () => Boolean, 'Whether anybody has said anything.');

/** @throws AppError `input.invalid` for a range that ends before it starts */
export function readAcknowledgementFilter({ exists, status, at }: Input, path: string): Filter[] {
  const statuses = isInput(status)
    ? Object.values(AcknowledgementStatus).filter((s) => passesEnum(s, status))
    : undefined;
  const range = millisecondRange(`${path}.at`, at as DateTimeRange | null | undefined);
  const said: Filter = { kind: 'acknowledgement', ...(statuses && { statuses }), ...range };
  if (exists !== false) return [said];
  // As of an object of the event: nothing passes when more is asked of what is not there.
  const asksForMore = isInput(status) || isInput(at);
  return [not({ kind: 'acknowledgement' }), ...(asksForMore ? [said] : [])];
}
