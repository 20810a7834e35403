import { ExactNumber } from './exact-number.js';
import { KnownPart, opened } from './known-part.js';
import { isJsonObject, type JsonObject, type JsonValue } from './lossless-json.js';
import {
  ALL_CONTRACTS,
  definitionOf,
  mergedFormat,
  ROOT,
  type Definition,
  type Field,
  type FieldType,
} from './merged-format.js';
import { parseRfc3339 } from './rfc3339.js';

/** Why a document is not an event: a stable code, the place as a JSON Pointer (RFC 6901), a sentence. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly pointer: string;
  readonly message: string;
}

export type RefusalCode =
  | 'document.not_utf8'
  | 'document.not_json'
  | 'document.not_object'
  | 'document.duplicate_key'
  | 'document.unstorable_text'
  | 'document.too_deep'
  | 'document.too_large'
  | 'document.truncated'
  | 'document.unstorable'
  | 'document.host_not_allowed'
  | 'envelope.not_object'
  | 'envelope.no_message'
  | 'field.wrong_type';

export type Check =
  | { readonly kind: 'accepted'; readonly contracts: number; readonly keys: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Roots that belong to the envelope, not to a contract: every agent sends `agent` and `title`, though the cws contracts
 * forbid them, and shippers put the envelope's `hostname` into the document.
 */
const ENVELOPE_KEYS: ReadonlySet<string> = new Set(['hostname']);
const SET_ASIDE_FOR_OLD_CONTRACTS: ReadonlySet<string> = new Set(['agent', 'title']);

/**
 * Checks a parsed document against all contracts at once, as a tolerant reader and a strict reporter.
 *
 * It refuses a value whose type no contract allows for its field (`null` passes everywhere: it is an absence spelled
 * out). Fields that no contract knows pass unseen. `contracts` is the mask of those that accept the document strictly.
 * Agent reports have free-form bodies: their types are never refused, only reported.
 */
export function checkDocument(document: JsonObject): Check {
  const walk = new Walk(isFreeForm(document));
  try {
    walk.object(document, definitionOf(ROOT), true);
  } catch (error) {
    if (error instanceof WrongType) return { kind: 'refused', refusal: error.refusal() };
    throw error;
  }
  return { kind: 'accepted', contracts: walk.contracts, keys: walk.keys };
}

/** The same for an object inside a document that has been accepted: which contracts accept it, how many keys it has. */
export function checkPart(object: JsonObject, definition: string): { contracts: number; keys: number } {
  const walk = new Walk(false);
  walk.object(object, definitionOf(definition));
  return { contracts: walk.contracts, keys: walk.keys };
}

/** Agents report on themselves with documents that carry no `evt`. */
export function isAgentReport(document: JsonObject): boolean {
  return document['evt'] === undefined || document['evt'] === null;
}

/** Only a report that an agent signs with a rule id may fill known fields as it likes. */
export function isFreeForm(document: JsonObject): boolean {
  const agent = document['agent'];
  return isAgentReport(document) && isJsonObject(agent) && typeof opened(agent)['rule_id'] === 'string';
}

class Walk {
  contracts = ALL_CONTRACTS;
  keys = 0;

  constructor(private readonly isFreeForm: boolean) {}

  object(object: JsonObject, definition: Definition, isRoot = false): void {
    if (object instanceof KnownPart) {
      this.contracts &= object.contracts;
      this.keys += object.keys;
      return;
    }
    this.contracts &= definition.contracts;
    let requiredSeen = 0;
    for (const key in object) {
      this.keys++;
      const value = object[key] as JsonValue;
      const field = definition.fields.get(key);
      if (field) {
        if (field.requiredBy) requiredSeen++;
        this.known(value, field, isRoot && SET_ASIDE_FOR_OLD_CONTRACTS.has(key));
      } else {
        if (!(isRoot && ENVELOPE_KEYS.has(key))) this.contracts = 0;
        this.open(value);
      }
    }
    if (this.contracts && requiredSeen < requiredFields(definition).length) this.missing(object, definition);
  }

  private known(value: JsonValue, field: Field, isSetAside: boolean): void {
    const before = this.contracts;
    this.contracts &= field.contracts;
    const matching = this.types(value, field);
    this.contracts &= matching;
    if (isSetAside) this.contracts |= before & ~field.contracts;
  }

  /** @returns the contracts that allow the value in this field */
  private types(value: JsonValue, field: Field): number {
    if (value === null) {
      return field.types.some(({ type }) => type.kind === 'any') ? ALL_CONTRACTS : 0;
    }
    for (const { type, contracts } of field.types) {
      if (fits(value, type)) {
        this.inner(value, type, field.key);
        return contracts;
      }
    }
    return this.mismatch(value, field.types.map(({ type }) => describe(type)).join(' or '), field.key);
  }

  private inner(value: JsonValue, type: FieldType, key: string | number): void {
    switch (type.kind) {
      case 'object':
        return within(key, () => this.object(value as JsonObject, mergedFormat.get(type.definition) as Definition));
      case 'list':
        return within(key, () => this.elements(value as readonly JsonValue[], type.of));
      case 'map':
        return within(key, () => this.entries(value as JsonObject, type.of));
      case 'any':
      case 'openObject':
        return this.open(value);
      case 'dateTime':
        if (!parseRfc3339(value as string)) this.contracts = 0;
        return;
      case 'string':
      case 'integer':
      case 'boolean':
        return;
    }
  }

  private elements(list: readonly JsonValue[], type: FieldType): void {
    for (let i = 0; i < list.length; i++) this.element(list[i] as JsonValue, type, i);
  }

  private entries(map: JsonObject, type: FieldType): void {
    for (const key in map) {
      this.keys++;
      // A map with a key and nothing under it, as an agent writes an empty list that was never made.
      if (map[key] === null) this.contracts = 0;
      else this.element(map[key] as JsonValue, type, key);
    }
  }

  private element(value: JsonValue, type: FieldType, key: string | number): void {
    if (fits(value, type)) this.inner(value, type, key);
    else this.contracts &= this.mismatch(value, describe(type), key);
  }

  private mismatch(value: JsonValue, expected: string, key: string | number): number {
    if (!this.isFreeForm) throw new WrongType(value, expected, key);
    this.open(value);
    return 0;
  }

  /** Counts the keys of a part that no contract describes. */
  private open(value: JsonValue): void {
    const part = knownPart(value);
    if (part) this.keys += part.keys;
    else if (Array.isArray(value)) for (const element of value as JsonValue[]) this.open(element);
    else if (isJsonObject(value)) {
      for (const key in value) {
        this.keys++;
        this.open(value[key] as JsonValue);
      }
    }
  }

  private missing(object: JsonObject, definition: Definition): void {
    for (const field of requiredFields(definition)) {
      if (!Object.hasOwn(object, field.key)) this.contracts &= ~field.requiredBy;
    }
  }
}

const requiredByDefinition = new Map<string, readonly Field[]>();

function requiredFields(definition: Definition): readonly Field[] {
  let required = requiredByDefinition.get(definition.name);
  if (!required) {
    required = [...definition.fields.values()].filter((field) => field.requiredBy);
    requiredByDefinition.set(definition.name, required);
  }
  return required;
}

function fits(value: JsonValue, type: FieldType): boolean {
  switch (type.kind) {
    case 'string':
    case 'dateTime':
      return typeof value === 'string';
    case 'integer':
      return typeof value === 'number'
        ? Number.isInteger(value)
        : value instanceof ExactNumber && isInteger(value.text);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
    case 'openObject':
    case 'map':
      return isJsonObject(value);
    case 'any':
      return true;
  }
}

/** A known part stands where its object would, though the type of JSON values does not say so. */
function knownPart(value: unknown): KnownPart | undefined {
  return value instanceof KnownPart ? value : undefined;
}

/** JSON Schema calls every number without a fraction an integer, however it is spelled: 10, 10.0, 1e1, 1.5e1. */
function isInteger(text: string): boolean {
  const [, whole, fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return false;
  const digits = whole + fraction;
  // Digits behind the last that counts; a regular expression would try every run of zeros to its end.
  let idle = 0;
  while (idle < digits.length && digits[digits.length - 1 - idle] === '0') idle++;
  return idle === digits.length || fraction.length - idle <= Number(exponent);
}

function describe(type: FieldType): string {
  switch (type.kind) {
    case 'string':
    case 'dateTime':
      return 'a string';
    case 'integer':
      return 'an integer';
    case 'boolean':
      return 'true or false';
    case 'list':
      return 'a list';
    case 'object':
    case 'openObject':
    case 'map':
      return 'an object';
    case 'any':
      return 'anything';
  }
}

/** Leaves the walk from any depth; every level on the way out adds its key to the pointer. */
class WrongType extends Error {
  private readonly path: (string | number)[];

  constructor(
    private readonly value: JsonValue,
    private readonly expected: string,
    key: string | number,
  ) {
    super('wrong type');
    this.path = [key];
  }

  under(key: string | number): this {
    this.path.unshift(key);
    return this;
  }

  refusal(): Refusal {
    const pointer = jsonPointer(this.path);
    const message = `${pointer} must be ${this.expected}, but is ${this.found()}; correct it and send the document again`;
    return { code: 'field.wrong_type', pointer, message };
  }

  /**
   * Shows the value only where a number or a truth value should stand: the sentence is for whoever may see that there was
   * a mistake, and what should be text or a list may be a command line with a password in it.
   */
  private found(): string {
    const isShown = this.expected.startsWith('an integer') || this.expected === 'true or false';
    return isShown ? preview(this.value) : kindOf(this.value);
  }
}

function within(key: string | number, walk: () => void): void {
  try {
    walk();
  } catch (error) {
    throw error instanceof WrongType ? error.under(key) : error;
  }
}

/** RFC 6901. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (value instanceof ExactNumber) return 'a number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function preview(value: JsonValue): string {
  if (Array.isArray(value) || isJsonObject(value)) return kindOf(value);
  if (value instanceof ExactNumber) return `the number ${value.text.slice(0, 40)}`;
  if (typeof value === 'string')
    return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  return JSON.stringify(value);
}
