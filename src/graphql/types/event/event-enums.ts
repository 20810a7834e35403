import { registerEnumType } from 'type-graphql';
import { contracts, type ContractName } from '../../../event-format/contract.js';

export enum EventKind {
  SECURITY_EVENT = 'SECURITY_EVENT',
  AGENT_REPORT = 'AGENT_REPORT',
}

registerEnumType(EventKind, {
  name: 'EventKind',
  description: 'What an event speaks of.',
  valuesConfig: {
    SECURITY_EVENT: { description: 'Something that happened on the host and matched a rule.' },
    AGENT_REPORT: { description: 'The agent itself: its rules, its health, what it lost. It has no `evt`.' },
  },
});

export enum TimeSource {
  DATE = 'DATE',
  EXEC_TIME = 'EXEC_TIME',
  FORK_TIME = 'FORK_TIME',
  ENVELOPE = 'ENVELOPE',
  RECEIPT = 'RECEIPT',
}

registerEnumType(TimeSource, {
  name: 'TimeSource',
  description: 'Where the time of an event was taken from. The first that is usable counts.',
  valuesConfig: {
    DATE: { description: "The event's `date`." },
    EXEC_TIME: { description: '`process.exec_time`.' },
    FORK_TIME: { description: '`process.fork_time`.' },
    ENVELOPE: { description: 'The timestamp of the delivery that brought it.' },
    RECEIPT: { description: 'The moment it first came in.' },
  },
});

export enum TimeOrder {
  NEWEST_FIRST = 'NEWEST_FIRST',
  OLDEST_FIRST = 'OLDEST_FIRST',
}

registerEnumType(TimeOrder, { name: 'TimeOrder', description: 'Order of events in a list.' });

/** GraphQL names of the contracts: `cws-7.40` -> `CWS_7_40`. */
export const EventFormat = Object.fromEntries(contracts.map(({ name }) => [eventFormat(name), eventFormat(name)]));

export function eventFormat(name: ContractName): string {
  return name.toUpperCase().replace(/[-.]/g, '_');
}

registerEnumType(EventFormat, {
  name: 'EventFormat',
  description: 'One version of the event format, named after the first agent that sends it.',
  valuesConfig: Object.fromEntries(
    contracts.map(({ name, since }) => [
      eventFormat(name),
      { description: `The contract ${name}: agents from ${since} on.` },
    ]),
  ),
});
