import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { accessOf, type FieldAccess } from '../../src/graphql/access/requires.js';

/** A field of Query or Mutation, with an operation that asks for it and for nothing else. */
export interface RootField {
  /** Such as `Query.node`. */
  readonly name: string;
  readonly operation: string;
  readonly access: FieldAccess | undefined;
}

/** Every root field, from the schema as it is: operations have just what their field demands. */
export function rootFields(schema: GraphQLSchema): RootField[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([keyword, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      name: `${type?.name}.${field.name}`,
      operation: `${keyword} { ${asked(field)} }`,
      access: accessOf(field),
    })),
  );
}

function asked({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args.filter(isRequiredArgument).map((argument) => `${argument.name}: ${literal(argument.type)}`);
  const selection = isLeafType(getNamedType(type)) ? '' : ' { __typename }';
  return `${name}${given.length ? `(${given.join(', ')})` : ''}${selection}`;
}

/** Ids that nothing has, by the argument's wish for any id. */
const SCALARS: Readonly<Record<string, string>> = {
  ID: `"event_${'0'.repeat(32)}"`,
  String: '"x"',
  Int: '1',
  Boolean: 'true',
  DateTime: '"2999-01-01T00:00:00Z"',
  Duration: '"PT1H"',
  JSON: '{}',
};

function literal(type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return `[${literal(nullable.ofType)}]`;
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name as string;
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
  }
  const text = SCALARS[nullable.name];
  if (text === undefined) throw new Error(`No value is known for the scalar ${nullable.name}; add one here`);
  return text;
}
