import 'reflect-metadata';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
} from 'graphql';
import { entities } from '../../storage/entity.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../pagination/page-arguments.js';
import { ONE_OBJECT, type Arguments, type FieldCost } from './field-cost.js';

/** A list of the mirror is as long as the agent made it: a process in a fleet has about four ancestors. */
const SNAPSHOTS: FieldCost = { points: 5, objects: 5 };

/** The GraphQL schema is at hand: only that its lists can be walked in circles makes it dear. */
const INTROSPECTION_OBJECT: FieldCost = { points: 0.01 };
const INTROSPECTION_LIST: FieldCost = { points: 0.1, objects: 10 };

/** The cost that a field declares, or that follows from its type. */
export function costOf(field: GraphQLField<unknown, unknown>): FieldCost {
  let cost = known.get(field);
  if (!cost) known.set(field, (cost = (field.extensions['cost'] as FieldCost | undefined) ?? defaultCost(field)));
  return cost;
}

/** The page of a connection, as far as it may go: what is asked for past it is refused. */
function pageObjects({ first, last }: Arguments): number {
  const asked = typeof first === 'number' ? first : typeof last === 'number' ? last : DEFAULT_PAGE;
  return Math.min(Math.max(asked, 0), MAX_PAGE);
}

/** The cost of a connection, and of the search that finds its page. */
export function connectionCost(search: number): FieldCost {
  return {
    reads: ['first', 'last'],
    points: ({ given }) => search + pageObjects(given),
    objects: ({ given }) => pageObjects(given),
  };
}

const known = new WeakMap<object, FieldCost>();

const CONNECTION = connectionCost(1);

const NOTHING: FieldCost = {};

function defaultCost({ type }: GraphQLField<unknown, unknown>): FieldCost {
  const named = getNamedType(type);
  const isList = isListType(getNullableType(type));
  if (isConnection(named)) return CONNECTION;
  if (named.name in entities) return isList ? SNAPSHOTS : ONE_OBJECT;
  if (!isIntrospectionType(named) || !isCompositeType(named)) return NOTHING;
  return isList ? INTROSPECTION_LIST : INTROSPECTION_OBJECT;
}

function isConnection(type: GraphQLNamedType): boolean {
  return isObjectType(type) && 'edges' in type.getFields() && 'pageInfo' in type.getFields();
}
