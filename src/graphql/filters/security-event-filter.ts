import { DateTimeRange } from '../inputs/date-time-range.input.js';
import { EventFormat, EventKind, TimeSource } from '../types/event/event-enums.js';
import { SecurityEvent } from '../types/event/security-event.type.js';
import { AcknowledgementFilter } from './acknowledgement-filter.js';
import { enumFilter } from './enum-filter.js';
import { mirrorTypeOf, objectFilterInput, textListFilterInput } from './object-filters.js';
import { addField, filterInputOf, newInput, type InputClass } from './value-filters.js';

/** Which events: the mirror's fields, and those that are ours. */
export const SecurityEventFilter: InputClass = objectFilterInput(mirrorTypeOf(SecurityEvent));

export type SecurityEventFilterInput = Readonly<Record<string, unknown>>;

addField(SecurityEventFilter, 'time', () => DateTimeRange, 'When the event happened, as its `time` says.');
addField(SecurityEventFilter, 'receivedAt', () => DateTimeRange, 'When the event was first received.');
addField(SecurityEventFilter, 'host', () => HostFilter, 'The machine that the event came from.');
addField(SecurityEventFilter, 'service', () => filterInputOf(String), 'The service that its agent names.');
addField(SecurityEventFilter, 'tags', () => textListFilterInput(), 'The tags that its agent gives it.');
addField(
  SecurityEventFilter,
  'sentAt',
  () => DateTimeRange,
  'When its agent sent it first. What did not come by way of an agent never passes.',
);
addField(SecurityEventFilter, 'kind', () => kindFilter, 'Whether it speaks of the host or of the agent itself.');
addField(SecurityEventFilter, 'timeSource', () => timeSourceFilter, 'Where `time` was taken from.');
addField(
  SecurityEventFilter,
  'acknowledgement',
  () => AcknowledgementFilter,
  'What people and playbooks said of it last.',
);
addField(SecurityEventFilter, 'formats', () => formatsFilter, 'The contracts that accept the event strictly.');

/** Which hosts. */
export const HostFilter = newInput('HostFilter', 'Which hosts. Everything given must hold.');
addField(HostFilter, 'name', () => filterInputOf(String), 'Name of the host.');

const kindFilter = enumFilter('EventKind', EventKind);
const timeSourceFilter = enumFilter('TimeSource', TimeSource);
const formatFilter = enumFilter('EventFormat', EventFormat);

const formatsFilter = newInput(
  'EventFormatListFilter',
  'Which contracts accept the event. Everything given must hold.',
);
addField(formatsFilter, 'some', () => formatFilter, 'At least one of the contracts is such.');
addField(formatsFilter, 'every', () => formatFilter, 'Each of the contracts is such; of none, each is.');
addField(formatsFilter, 'none', () => formatFilter, 'None of the contracts is such.');
addField(formatsFilter, 'isEmpty', () => Boolean, 'Whether no contract accepts the event.');
