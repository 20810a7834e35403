import { defaultFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { mirrorTypes } from '../mirror.js';
import type { GraphQLContext } from '../graphql-context.js';

/** Lets the fields that the mirror declares as sensitive ask whether they may be shown. */
export function withholdSensitiveFields(schema: GraphQLSchema): void {
  for (const { name: typeName, fields } of mirrorTypes()) {
    const graphqlFields = (schema.getType(typeName) as GraphQLObjectType<unknown, GraphQLContext>).getFields();
    for (const { name, sensitive } of fields) {
      const field = graphqlFields[name];
      if (!sensitive || !field) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, given, context, info) =>
        context.sensitive.may(`${typeName}.${name}`) ? resolve(source, given, context, info) : null;
    }
  }
}
