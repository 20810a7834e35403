import { fittingPart } from '../events/mirror-view.js';
import type { JsonObject } from '../event-format/lossless-json.js';
import type { StoredEvent } from '../events/stored-event.js';
import { REFERENCES, type Fragment } from '../storage/read-row.js';

const EVENT = Symbol('event');
const DOCUMENT = Symbol('document');

/** What the resolvers of a `SecurityEvent` see: the event's own JSON by its keys, and the stored event behind it. */
export type EventSource = Fragment & {
  readonly [EVENT]?: StoredEvent;
  readonly [DOCUMENT]?: Promise<JsonObject> | undefined;
};

/** @param document the whole of it, where that has been put together already */
export function eventSource(event: StoredEvent, document?: Promise<JsonObject>): EventSource {
  const shown = event.kind === 'AGENT_REPORT' ? fittingPart(event.fragment) : { ...event.fragment };
  Object.defineProperty(shown, REFERENCES, { value: event.fragment[REFERENCES] });
  Object.defineProperty(shown, EVENT, { value: event });
  Object.defineProperty(shown, DOCUMENT, { value: document });
  return shown;
}

export function eventOf(source: object): StoredEvent | undefined {
  return (source as EventSource)[EVENT];
}

export function documentOf(source: object): Promise<JsonObject> | undefined {
  return (source as EventSource)[DOCUMENT];
}
