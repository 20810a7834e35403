import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  type GraphQLInputObjectType,
  type GraphQLSchema,
} from 'graphql';
import { mirrorTypes, type MirrorType, type MirrorTypeField } from '../../src/graphql/mirror.js';

/** Where a sensitive field stands below an event, by the names of GraphQL: `['process', 'ancestors', 'args']`. */
export type SensitivePath = readonly MirrorTypeField[];

/** Every place of every sensitive field, through no type twice. */
export function sensitivePaths(): SensitivePath[] {
  const types = new Map<object, MirrorType>(mirrorTypes().map((type) => [type.target, type]));
  const below = (type: MirrorType, way: readonly MirrorTypeField[], seen: readonly MirrorType[]): SensitivePath[] =>
    type.fields.flatMap((field) => {
      const path = [...way, field];
      if (field.sensitive) return [path];
      const target = types.get([field.typeThunk()].flat()[0] as object);
      return target && !seen.includes(target) ? below(target, path, [...seen, target]) : [];
    });
  const root = mirrorTypes().find(({ name }) => name === 'SecurityEvent') as MirrorType;
  return below(root, [], [root]);
}

/** A filter of events by a condition on a field. */
export function filterAt(path: SensitivePath, condition: object): object {
  return path.reduceRight<object>((inner, field, i) => {
    const isOfElements = i < path.length - 1 && Array.isArray(field.typeThunk());
    return { [field.name]: isOfElements ? { some: inner } : inner };
  }, condition);
}

/** Every condition that the schema has for a field of events: each operator by itself, at every depth. */
export function conditionsAt(schema: GraphQLSchema, path: SensitivePath): object[] {
  let input = schema.getType('SecurityEventFilter') as GraphQLInputObjectType;
  for (const [i, { name, typeThunk }] of path.entries()) {
    input = fieldOf(input, name);
    if (i < path.length - 1 && Array.isArray(typeThunk())) input = fieldOf(input, 'some');
  }
  return conditionsOf(input, [input]);
}

function fieldOf(input: GraphQLInputObjectType, name: string): GraphQLInputObjectType {
  return getNamedType(input.getFields()[name]?.type) as GraphQLInputObjectType;
}

/** Says nothing by itself. */
const MODIFIERS = ['ignoreCase'];

function conditionsOf(input: GraphQLInputObjectType, seen: readonly GraphQLInputObjectType[]): object[] {
  return Object.values(input.getFields()).flatMap(({ name, type }) => {
    const named = getNamedType(type);
    const isList = isListType(getNullableType(type));
    if (MODIFIERS.includes(name) || (isInputObjectType(named) && seen.includes(named))) return [];
    if (!isInputObjectType(named)) return [{ [name]: isList ? [sample(named.name)] : sample(named.name) }];
    return conditionsOf(named, [...seen, named]).map((inner) => ({ [name]: isList ? [inner] : inner }));
  });
}

function sample(scalar: string): unknown {
  if (scalar === 'Boolean') return true;
  if (scalar === 'String') return 'x';
  if (scalar === 'JSON') return { a: 1 };
  throw new Error(`No value is known for the scalar ${scalar}; add one here`);
}
