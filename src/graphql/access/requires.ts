import { defaultFieldResolver, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import { checkScope } from '../../auth/principal.js';
import type { Scope } from '../../auth/scopes.js';
import type { GraphQLContext } from '../graphql-context.js';

/** What one needs to use a root field: a scope, or only to be known. */
export type FieldAccess = Scope | 'authenticated';

/** Declares who may use a field. Every field of Query, Mutation and Subscription has one; others may, to ask for more. */
export function Requires(access: FieldAccess): PropertyDecorator & MethodDecorator {
  return Extensions({ access });
}

/**
 * Lets every field that declares its access ask for it before anything else happens.
 *
 * @throws Error for a root field that declares none: it would be open to every API token
 */
export function enforceAccess(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()) as GraphQLField<unknown, GraphQLContext>[]) {
      const access = accessOf(field);
      if (access) enforce(field, access, `${type.name}.${field.name}`);
      else if (roots.some((root) => root === type))
        throw new Error(`${type.name}.${field.name} does not declare its access`);
    }
  }
}

export function accessOf(field: { readonly extensions: object }): FieldAccess | undefined {
  return (field.extensions as { readonly access?: FieldAccess }).access;
}

function enforce(field: GraphQLField<unknown, GraphQLContext>, access: FieldAccess, name: string): void {
  if (access === 'authenticated') return;
  const check = (context: GraphQLContext): void => checkScope(context.principal, access, name);
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = (source, given, context, info) => {
    check(context);
    return resolve(source, given, context, info);
  };
  if (!subscribe) return;
  field.subscribe = (source, given, context, info) => {
    check(context);
    return subscribe(source, given, context, info);
  };
}
