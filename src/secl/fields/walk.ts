import { definitionOf, type Definition, type FieldType } from '../../event-format/merged-format.js';
import { Mistake } from '../mistake.js';
import { CountLeaf } from '../values/length-leaf.js';
import type { Leaf } from '../values/leaf.js';
import { codeOf } from './codes.js';
import { computedOf } from './computed.js';
import type { ListStep } from './field.js';
import { plainLeaf } from './plain-leaf.js';
import { joinWords, type Segment } from './segments.js';
import { spellingsOf } from './spellings.js';
import { own } from '../own.js';

/** Where a name led. */
export interface Found {
  readonly lists: readonly ListStep[];
  readonly leaf: Leaf;
}

/** A name that leads nowhere: the word that is wrong, and those that could stand there. */
export class DeadEnd extends Error {
  constructor(
    readonly position: number,
    readonly candidates: readonly string[],
    readonly reason?: string,
  ) {
    super('A name that leads nowhere');
  }
}

interface Walk {
  readonly path: readonly string[];
  readonly definition: string;
  readonly segments: readonly Segment[];
  /** The first word that has not led anywhere yet. */
  readonly from: number;
  readonly name: string;
  readonly event: string | undefined;
  /** Words that would lead somewhere from here by other rules. */
  readonly extra?: readonly string[];
}

/**
 * Follows the words of a name through the definitions of the event's JSON.
 *
 * @throws DeadEnd
 */
export function walk({ path, definition, segments, from, name, event, extra = [] }: Walk): Found {
  const lists: ListStep[] = [];
  let object: readonly string[] = path;
  let inside = definition;
  for (let position = from; position < segments.length;) {
    const computed = own(computedOf(inside), joinWords(segments.slice(position)));
    if (computed) return { lists, leaf: computed(name, object) };
    const step = stepFrom(definitionOf(inside), segments, position);
    if (!step) throw new DeadEnd(position, [...wordsOf(inside), ...(position === from ? extra : [])]);
    const { type, owner, keys, words } = step;
    const last = segments[position + words - 1] as Segment;
    const place = [...object, ...keys];
    const isListOfObjects = type.kind === 'list' && type.of.kind === 'object';
    if (last.register && !isListOfObjects)
      throw new Mistake(last.at, `${last.word} is no list of objects, so no [${last.register}] can stand after it`);
    position += words;
    if (position < segments.length && (type.kind === 'object' || isListOfObjects)) {
      if (isListOfObjects) lists.push(listStep(place, last));
      object = isListOfObjects ? [] : place;
      inside = definitionUnder(type);
      continue;
    }
    if (position < segments.length && !isListOfObjects) throw new DeadEnd(position, []);
    return { lists, leaf: leafAt({ name, path: place, definition: owner, type, event }, position, segments) };
  }
  throw new DeadEnd(segments.length - 1, [], objectReason(inside));
}

interface Step {
  readonly type: FieldType;
  /** The definition that has the key. */
  readonly owner: string;
  readonly keys: readonly string[];
  /** How many words of the name the step takes. */
  readonly words: number;
}

/** Some keys have a dot, and some words of rules stand for others: two words are tried before one. */
function stepFrom(definition: Definition, segments: readonly Segment[], position: number): Step | undefined {
  for (const words of [2, 1]) {
    if (position + words > segments.length) continue;
    const word = joinWords(segments.slice(position, position + words));
    const keys = own(spellingsOf(definition.name), word) ?? [word];
    const step = follow(definition, keys);
    if (step) return { ...step, keys, words };
  }
  return undefined;
}

function follow(definition: Definition, keys: readonly string[]): Pick<Step, 'type' | 'owner'> | undefined {
  let owner = definition;
  for (const [index, key] of keys.entries()) {
    const type = typeOf(owner, key);
    if (!type) return undefined;
    if (index === keys.length - 1) return { type, owner: owner.name };
    owner = definitionOf(definitionUnder(type));
  }
  return undefined;
}

/** Where contracts differ, the newest counts. */
function typeOf(definition: Definition, key: string): FieldType | undefined {
  return definition.fields.get(key)?.types.at(-1)?.type;
}

function definitionUnder(type: FieldType): string {
  if (type.kind === 'list') return definitionUnder(type.of);
  if (type.kind === 'object') return type.definition;
  throw new Error('A value is no object');
}

/** What the lineage goes on with is unknown to the target of a signal, whose ancestors are the sender's. */
function listStep(path: readonly string[], { register }: Segment): ListStep {
  const beyondEvent = path.at(-1) === 'ancestors' && path[0] !== 'signal';
  return { path, beyondEvent, ...(register && register !== '_' ? { register } : {}) };
}

function leafAt(
  value: Omit<Parameters<typeof plainLeaf>[0], 'code'> & { readonly event: string | undefined },
  position: number,
  segments: readonly Segment[],
): Leaf {
  const { type, definition, path, event, name } = value;
  if (type.kind === 'list' && type.of.kind === 'object') return new ListOfObjects(name, path, definitionUnder(type));
  const leaf = plainLeaf({ ...value, code: codeOf(definition, path.at(-1) as string, event) });
  if (leaf) return leaf;
  const reason =
    type.kind === 'object'
      ? objectReason(type.definition)
      : 'is JSON of no fixed shape; ask for it with the filter argument';
  throw new DeadEnd(Math.min(position, segments.length - 1), [], reason);
}

/** Has a length, and nothing to compare. */
class ListOfObjects extends CountLeaf {
  override readonly expects: string;

  constructor(
    name: string,
    private readonly whole: readonly string[],
    definition: string,
  ) {
    super(name, whole);
    this.expects = `nothing: it is a list of objects with ${wordsOf(definition).slice(0, 6).join(', ')}, ...`;
  }

  override length(): Leaf {
    return new CountLeaf(`${this.name}.length`, this.whole);
  }

  protected override numberOf(
    ...[literal]: Parameters<CountLeaf['oneOf']>[0] extends readonly (infer L)[] ? [L] : never
  ): bigint {
    return this.refuse(literal);
  }
}

function objectReason(definition: string): string {
  return `is an object; go on with one of its fields: ${wordsOf(definition).slice(0, 12).join(', ')}, ...`;
}

function wordsOf(definition: string): string[] {
  return [
    ...new Set([
      ...Object.keys(spellingsOf(definition)),
      ...Object.keys(computedOf(definition)),
      ...definitionOf(definition).fields.keys(),
    ]),
  ];
}
