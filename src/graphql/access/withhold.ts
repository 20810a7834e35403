import { defaultFieldResolver, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { JsonValue } from '../../event-format/lossless-json.js';
import { mirrorTypes, type MirrorTypeField } from '../mirror.js';
import type { GraphQLContext } from '../graphql-context.js';
import { JsonScalar } from '../scalars/json.scalar.js';
import { redact } from './sensitive-fields.js';

/** Lets the fields that the mirror declares as sensitive ask whether they may be shown. */
export function withholdSensitiveFields(schema: GraphQLSchema): void {
  for (const { name: typeName, fields } of mirrorTypes()) {
    const graphqlFields = (schema.getType(typeName) as GraphQLObjectType<unknown, GraphQLContext>).getFields();
    for (const declared of fields) {
      const field = graphqlFields[declared.name];
      if (field && declared.sensitive) withhold(field, `${typeName}.${declared.name}`);
      else if (field && isJson(declared)) redactInside(field, `${typeName}.${declared.name}`);
    }
  }
}

function withhold(field: GraphQLField<unknown, GraphQLContext>, name: string): void {
  const { resolve = defaultFieldResolver } = field;
  field.resolve = (source, given, context, info) =>
    context.sensitive.may(name) ? resolve(source, given, context, info) : null;
}

/** JSON of no fixed shape may hold anything, a sensitive field under its own name included. */
function redactInside(field: GraphQLField<unknown, GraphQLContext>, name: string): void {
  const { resolve = defaultFieldResolver } = field;
  field.resolve = async (source, given, context, info) => {
    const value = (await resolve(source, given, context, info)) as JsonValue | undefined;
    if (value === undefined) return undefined;
    const { value: redacted, withheld } = redact(value);
    return withheld.length && !context.sensitive.may(name) ? redacted : value;
  };
}

function isJson({ typeThunk }: MirrorTypeField): boolean {
  return [typeThunk()].flat()[0] === JsonScalar;
}
