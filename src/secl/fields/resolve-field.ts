import { definitionOf, ROOT } from '../../event-format/merged-format.js';
import { Mistake } from '../mistake.js';
import { didYouMean, nearest } from '../../nearest.js';
import type { Span } from '../span.js';
import type { Leaf } from '../values/leaf.js';
import { OutcomeLeaf } from '../values/outcome-leaf.js';
import { credentialLeaf } from './credential-fields.js';
import { EVENT_FIELDS } from './event-fields.js';
import { CREDENTIAL_EVENTS, eventNames, eventPlace, isEventName } from './events.js';
import type { Field } from './field.js';
import { isNotStored } from './not-stored.js';
import { newerLeaf, newerWords } from './newer-events.js';
import { joinWords, segmentsOf, type Segment } from './segments.js';
import { DeadEnd, walk, type Found } from './walk.js';
import { own } from '../own.js';

/**
 * The field of that name. First names of rules count, then paths of the event's JSON, which analysts try.
 *
 * @throws Mistake
 */
export function resolveField(name: string, at: Span): Field {
  const segments = segmentsOf(name, at).flatMap(withoutLegacy);
  try {
    return locate(segments, at);
  } catch (error) {
    if (!(error instanceof DeadEnd)) throw error;
    const plainName = joinWords(segments);
    throw isNotStored(plainName) ? notStored(plainName, at) : unknown(segments, error, at);
  }
}

/** @throws DeadEnd */
function locate(segments: readonly Segment[], at: Span): Field {
  const name = joinWords(segments);
  const event = eventOf(segments);
  const found = withLength(segments, name, (part, partName) => route(part, partName, event));
  return { name, at, isOfRules: isOfRules(segments), ...found, ...(event ? { event } : {}) };
}

/** Names that rules had before there was more than one file in an event. Agents still know them. */
const LEGACY: Readonly<Record<string, readonly string[]>> = { filename: ['file', 'path'], basename: ['file', 'name'] };

function withoutLegacy(segment: Segment): readonly Segment[] {
  return own(LEGACY, segment.word)?.map((word) => ({ ...segment, word })) ?? [segment];
}

const RULE_ROOTS: ReadonlySet<string> = new Set(['cgroup', 'container', 'event', 'network', 'process']);

function isOfRules([first]: readonly Segment[]): boolean {
  return first !== undefined && (RULE_ROOTS.has(first.word) || isEventName(first.word));
}

/** `length` may be a key of its own, or what it is of. */
function withLength(
  segments: readonly Segment[],
  name: string,
  resolve: (segments: readonly Segment[], name: string) => Found,
): Found {
  if (segments.length < 2 || segments.at(-1)?.word !== 'length') return resolve(segments, name);
  try {
    return resolve(segments, name);
  } catch (error) {
    if (!(error instanceof DeadEnd)) throw error;
    const found = resolve(segments.slice(0, -1), joinWords(segments.slice(0, -1)));
    const length = found.leaf.length();
    if (length) return { ...found, leaf: length };
    throw error;
  }
}

function eventOf([first, ...rest]: readonly Segment[]): string | undefined {
  return rest.length && first && isEventName(first.word) ? first.word : undefined;
}

function route(segments: readonly Segment[], name: string, event: string | undefined): Found {
  if (event) return ofEvent(event, segments, name);
  const [first, second] = segments as readonly [Segment, Segment?];
  if (first.word === 'event') {
    const make = second && segments.length === 2 ? own(EVENT_FIELDS, second.word) : undefined;
    return alone(make?.(name), segments, Object.keys(EVENT_FIELDS));
  }
  const start = first.word === 'process' ? processStart(segments, 1) : { path: [], definition: ROOT, from: 0 };
  return walk({ ...start, segments, name, event });
}

function ofEvent(event: string, segments: readonly Segment[], name: string): Found {
  const [, first, ...rest] = segments as readonly [Segment, Segment, ...Segment[]];
  const start = (path: readonly string[], definition: string, from: number, extra: readonly string[] = []) =>
    walk({ path, definition, from, segments, name, event, extra });
  if (first.word === 'retval' && !rest.length) return { lists: [], leaf: new OutcomeLeaf(name) };
  if (first.word === 'syscall' && definitionOf('SyscallContext').fields.has(event))
    return start(['syscall', event], 'SyscallArgs', 2);
  if (CREDENTIAL_EVENTS.includes(event)) return ofCredentials(segments, name);
  const newer = newerLeaf(name, event, joinWords(segments.slice(1)));
  if (newer) return { lists: [], leaf: newer };
  const attribute = event.endsWith('xattr') && own(ATTRIBUTES, joinWords(segments.slice(1)));
  if (attribute)
    return walk({
      path: ['file', 'destination'],
      definition: 'File',
      from: 0,
      segments: [{ ...first, word: attribute }],
      name,
      event,
    });
  if (first.word === 'file' && event !== 'exit') return start(['file'], 'FileEvent', 2);
  if (first.word === 'flags' && (event === 'open' || event === 'unlink')) return start(['file'], 'FileEvent', 1);
  if (event === 'exit' && definitionOf('ExitEvent').fields.has(first.word)) return start(['exit'], 'ExitEvent', 1);
  const place = eventPlace(event);
  if (!place) throw new DeadEnd(1, newerWords());
  if (place.definition === 'FileEvent') throw new DeadEnd(1, ['file', 'retval', 'syscall', 'flags']);
  if (place.definition === 'ProcessContext')
    return walk({ ...processStart(segments, 1), segments, name, event, extra: ['retval'] });
  return start(place.path, place.definition, 1, ['file', 'retval']);
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  'file.destination.name': 'attribute_name',
  'file.destination.namespace': 'attribute_namespace',
};

/** The control group of the process is that of the event. */
function processStart(segments: readonly Segment[], from: number) {
  if (segments[from]?.word === 'cgroup') return { path: ['cgroup'], definition: 'CGroupContext', from: from + 1 };
  return { path: ['process'], definition: 'ProcessContext', from };
}

function ofCredentials(segments: readonly Segment[], name: string): Found {
  const leaf = segments.length === 2 ? credentialLeaf(name, segments[1]?.word as string) : undefined;
  return alone(leaf, segments, [...definitionOf('ProcessCredentials').fields.keys(), 'retval']);
}

function alone(leaf: Leaf | undefined, segments: readonly Segment[], candidates: readonly string[]): Found {
  if (leaf) return { lists: [], leaf };
  throw new DeadEnd(Math.min(1, segments.length - 1), candidates);
}

function notStored(name: string, at: Span): Mistake {
  return new Mistake(
    at,
    `${shorten(name)} is a field of agents that stored events do not hold, so it cannot be searched`,
  );
}

function unknown(segments: readonly Segment[], { position, candidates, reason }: DeadEnd, at: Span): Mistake {
  const name = joinWords(segments);
  const wrong = segments[position] as Segment;
  if (reason) return new Mistake(at, `${shorten(name)} ${reason}`);
  const all = position ? candidates : [...candidates, ...eventNames(), 'process', 'event'];
  const before = joinWords(segments.slice(0, position));
  const after = joinWords(segments.slice(position + 1));
  const suggestions = nearest(wrong.word, all).map((word) => suggestion([before, word], after));
  return new Mistake(wrong.at, `there is no field ${shorten(name)}${didYouMean([...new Set(suggestions)])}`);
}

/** With the rest of the name, if that makes it a field. */
function suggestion(beginning: readonly string[], after: string): string {
  const start = beginning.filter(Boolean).join('.');
  const whole = after ? `${start}.${after}` : start;
  try {
    const nowhere = { from: 0, to: 0 };
    locate(segmentsOf(whole, nowhere), nowhere);
    return whole;
  } catch {
    return start;
  }
}

/** Of a very long name the beginning is enough. */
function shorten(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
