import type { AgentGeneration } from './agent-generation.js';
import type { Host } from './host.js';
import type { JsonObject } from './json-text.js';
import type { ProcessImage } from './process-image.js';

export type EventCategory = 'File Activity' | 'Process Activity' | 'Kernel Activity' | 'Network Activity';
export type EventOutcome = 'Success' | 'Refused' | 'Error';

/** What happened, before an agent puts it into the words of its contract. */
export interface EventDraft {
  readonly name: string;
  readonly category: EventCategory;
  /** The process that did it. */
  readonly image: ProcessImage;
  readonly outcome?: EventOutcome;
  /** The detection rule that matched; without it one whose occasion the subject is. */
  readonly rule?: string;
  /** What the event is about, where that is not the path of its file: a name that was looked up, a command line. */
  readonly subject?: string;
  /** Root keys of this event. A function where agents of different age send something else. */
  readonly body?: JsonObject | ((generation: AgentGeneration) => JsonObject);
  /** Fields of the process that only this event shows. */
  readonly process?: JsonObject;
  /** Arguments of the system call, sent when the rule asks for them. */
  readonly syscall?: { readonly name: string; readonly args: JsonObject };
}

/** Something that a living process does out of its own. */
export type Activity = (host: Host, image: ProcessImage) => EventDraft;

/** A sequence of events that belong together; other events happen between them. */
export type Story = (host: Host) => Generator<EventDraft, void>;
