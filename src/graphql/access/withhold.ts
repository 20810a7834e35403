import {
  defaultFieldResolver,
  getNamedType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { JsonValue } from '../../event-format/lossless-json.js';
import { redact, SENSITIVE_KEYS } from '../../event-format/sensitive-keys.js';
import { mirrorTypes } from '../mirror.js';
import type { GraphQLContext } from '../graphql-context.js';
import { JsonScalar } from '../scalars/json.scalar.js';

/**
 * Lets the fields that the mirror declares as sensitive ask whether they may be shown, and takes them out of whatever JSON
 * any other field shows.
 */
export function withholdSensitiveFields(schema: GraphQLSchema): void {
  checkDeclarations();
  const sensitive = new Set(mirrorTypes().flatMap(({ name: type, fields }) => sensitiveNames(type, fields)));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values((type as GraphQLObjectType<unknown, GraphQLContext>).getFields())) {
      const name = `${type.name}.${field.name}`;
      if (sensitive.has(name)) withhold(field, name);
      else if (getNamedType(field.type) === JsonScalar) redactInside(field, name);
    }
  }
}

type MirrorFields = ReturnType<typeof mirrorTypes>[number]['fields'];

function sensitiveNames(type: string, fields: MirrorFields): string[] {
  return fields.filter((field) => field.sensitive).map(({ name }) => `${type}.${name}`);
}

/** A key is sensitive everywhere or nowhere: where documents are shown, nobody asks of which type an object is. */
function checkDeclarations(): void {
  const fields = mirrorTypes().flatMap((type) => type.fields);
  for (const { declaredBy, key, sensitive } of fields) {
    if (sensitive !== SENSITIVE_KEYS.has(key))
      throw new Error(`${declaredBy}.${key} is sensitive either as a field or as a key; declare it in both places`);
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
