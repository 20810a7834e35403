import {
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type DocumentNode,
  type GraphQLSchema,
  type ValueNode,
  type VariableNode,
} from 'graphql';
import { costOf } from './default-cost.js';

/**
 * Names of the variables on which the cost of a document depends: those in arguments that some cost reads, and in
 * directives. A cursor, for one, is none of them.
 */
export function costVariables(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const others: ArgumentNode[] = [];
  const readAbove = new Set<string>();
  const addAll = (value: ValueNode): void =>
    void visit(value, { Variable: ({ name }: VariableNode) => void names.add(name.value) });
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (field) for (const name of costOf(field).readsAbove ?? []) readAbove.add(name);
      },
      Argument(argument) {
        const field = types.getFieldDef();
        const isRead = types.getDirective() || (field && costOf(field).reads?.includes(argument.name.value));
        if (isRead) addAll(argument.value);
        else others.push(argument);
      },
    }),
  );
  for (const { name, value } of others) if (readAbove.has(name.value)) addAll(value);
  return [...names].sort();
}
