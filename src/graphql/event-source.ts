import { fittingPart } from '../events/mirror-view.js';
import type { StoredEvent } from '../events/stored-event.js';
import { REFERENCES, type Fragment } from '../storage/read-row.js';

const EVENT = Symbol('event');

/** What the resolvers of a `SecurityEvent` see: the event's own JSON by its keys, and the stored event behind it. */
export type EventSource = Fragment & { readonly [EVENT]?: StoredEvent };

export function eventSource(event: StoredEvent): EventSource {
  const shown = event.kind === 'AGENT_REPORT' ? fittingPart(event.fragment) : { ...event.fragment };
  Object.defineProperty(shown, REFERENCES, { value: event.fragment[REFERENCES] });
  Object.defineProperty(shown, EVENT, { value: event });
  return shown;
}

export function eventOf(source: object): StoredEvent | undefined {
  return (source as EventSource)[EVENT];
}
