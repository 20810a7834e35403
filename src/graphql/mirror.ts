import 'reflect-metadata';
import { Field as GraphQLField, ObjectType, UseMiddleware, type MiddlewareFn } from 'type-graphql';
import { contracts } from '../event-format/contract.js';
import { ExactNumber } from '../event-format/exact-number.js';
import { ALL_CONTRACTS, type Definition, definitionOf, type Field } from '../event-format/merged-format.js';
import { integerText } from './scalars/plain-numbers.js';

/**
 * The declaration device of the mirror, the GraphQL types that repeat the contracts' JSON.
 *
 * A mirror class names the definition it repeats, a mirror field gives type and description; which agents send it and
 * whether it is deprecated come from the contracts. Everything else that needs the fields (filter inputs,
 * normalization, documentation) reads {@link mirrorTypes}. A plain `@Field` in a mirror class is ours, not the
 * event's, and stays out of it.
 */
export interface MirrorType {
  /** Name of the GraphQL type and of the contracts' definition. */
  readonly name: string;
  readonly target: MirrorClass;
  readonly description: string;
  /** Inherited fields first. */
  readonly fields: readonly MirrorTypeField[];
}

export interface MirrorTypeField {
  /** GraphQL name and property name. */
  readonly name: string;
  /** JSON key: the name, but for the keys with a dot. */
  readonly key: string;
  /** The definition whose mirror class declares it; differs from the type's name when inherited. */
  readonly declaredBy: string;
  readonly description: string;
  readonly deprecationReason?: string;
  /** Withheld without the scope `events:read-sensitive`. */
  readonly sensitive: boolean;
  /** Bit mask of the contracts that know the field. */
  readonly contracts: number;
  /** A scalar or mirror class, in an array when the field is a list. A thunk: the class may not be loaded yet. */
  readonly typeThunk: MirrorTypeThunk;
}

export type MirrorTypeThunk = () => object | [object];

export type MirrorClass = new () => object;

export interface MirrorOptions {
  /** An interface of ours that the type has besides the event's own fields. */
  readonly implements?: InterfaceTypeClass;
}

/** An abstract class, as TypeGraphQL takes it for an interface. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeGraphQL's own type for it
export type InterfaceTypeClass = Function;

export interface MirrorFieldOptions {
  /** JSON key, where it cannot be a GraphQL name. */
  readonly key?: string;
  readonly sensitive?: true;
}

interface DeclaredField {
  readonly name: string;
  readonly typeThunk: MirrorTypeThunk;
  readonly description: string;
  readonly options: MirrorFieldOptions;
}

/** Property decorators run before their class's decorator, so fields wait here until the definition is known. */
const declaredFields = new WeakMap<object, DeclaredField[]>();

const typesByClass = new Map<object, MirrorType>();

/** Every mirror type whose class has been imported; importing the root's class imports them all. */
export function mirrorTypes(): MirrorType[] {
  return [...typesByClass.values()];
}

/** Declares a class as the mirror of a definition. Throws when the contracts do not know it or one of its fields. */
export function Mirror(definitionName: string, description: string, options: MirrorOptions = {}) {
  return (target: MirrorClass): void => {
    const definition = definitionOf(definitionName);
    const inherited = typesByClass.get(Object.getPrototypeOf(target) as object)?.fields ?? [];
    for (const field of inherited) fieldOf(definition, field.key);
    const own = (declaredFields.get(target) ?? []).map((declared) => declareField(target, definition, declared));
    const type = {
      name: definitionName,
      target,
      description: sentences(description, rangeSentence(definition.contracts)),
      fields: [...inherited, ...own],
    };
    ObjectType(type.name, { description: type.description, ...options })(target);
    typesByClass.set(target, type);
  };
}

/** Declares a property as the mirror of a JSON key: always nullable, documented with the agents that send it. */
export function MirrorField(typeThunk: MirrorTypeThunk, description: string, options: MirrorFieldOptions = {}) {
  return (prototype: object, name: string): void => {
    const declared = declaredFields.get(prototype.constructor) ?? [];
    declaredFields.set(prototype.constructor, declared);
    declared.push({ name, typeThunk, description, options });
  };
}

function declareField(target: MirrorClass, definition: Definition, declared: DeclaredField): MirrorTypeField {
  const { name, typeThunk, options } = declared;
  const key = options.key ?? name;
  const known = fieldOf(definition, key);
  const sensitive = options.sensitive ?? false;
  const field: MirrorTypeField = {
    name,
    key,
    declaredBy: definition.name,
    description: sentences(
      declared.description,
      sensitive ? 'Sensitive: shown only with the scope `events:read-sensitive`.' : '',
      rangeSentence(known.contracts),
    ),
    ...deprecation(known.contracts),
    sensitive,
    contracts: known.contracts,
    typeThunk,
  };
  addToGraphQL(target, field, known);
  return field;
}

/**
 * TypeGraphQL reads the property under which a field is declared and shows it under `name`, so the JSON key is that
 * property. A `simple` field has no resolver: graphql-js reads the property itself, the cheapest way there is, which
 * needs key and name to be one.
 */
function addToGraphQL(target: MirrorClass, field: MirrorTypeField, known: Field): void {
  const { prototype } = target as { prototype: object };
  const isText = isTextAndInteger(known);
  const { name, key, description, deprecationReason } = field;
  GraphQLField(field.typeThunk, {
    name,
    nullable: holdsNulls(known) ? 'itemsAndList' : true,
    description,
    ...(deprecationReason !== undefined && { deprecationReason }),
    simple: key === name && !isText,
  })(prototype, key);
  if (isText) UseMiddleware(integerAsText)(prototype, key);
}

function fieldOf(definition: Definition, key: string): Field {
  const field = definition.fields.get(key);
  if (!field) throw new Error(`No contract has ${definition.name}.${key}; look for the key in schema/contracts`);
  return field;
}

/** True for `agent.rule_actions`: a list of anything may hold null. */
function holdsNulls(field: Field): boolean {
  return field.types.some(({ type }) => type.kind === 'list' && type.of.kind === 'any');
}

/** True for `dd.span_id` and `dd.trace_id`: integers from older agents, text from newer ones. */
function isTextAndInteger(field: Field): boolean {
  const kinds = field.types.map(({ type }) => type.kind);
  return kinds.includes('string') && kinds.includes('integer');
}

/** `String` would refuse an ExactNumber, which has no text of its own. */
const integerAsText: MiddlewareFn = async (_action, next) => {
  const value: unknown = await next();
  return typeof value === 'number' || value instanceof ExactNumber ? integerText(value) : value;
};

/** "Documented", not "sent": agents between two contracts send some fields of the later one already. */
function rangeSentence(mask: number): string {
  if (mask === ALL_CONTRACTS) return '';
  const known = contracts.filter((contract) => mask & (1 << contract.bit)).map((contract) => contract.since);
  const [first, last] = [known[0], known.at(-1)];
  if (last === contracts.at(-1)?.since) return `Documented since agent ${first}.`;
  return first === last ? `Documented for agent ${first} only.` : `Documented for agents ${first} to ${last} only.`;
}

function deprecation(mask: number): { deprecationReason?: string } {
  const dropped = contracts.slice(contracts.findLastIndex((contract) => mask & (1 << contract.bit)) + 1);
  return dropped[0] ? { deprecationReason: `Agents from ${dropped[0].since} on no longer send it.` } : {};
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
