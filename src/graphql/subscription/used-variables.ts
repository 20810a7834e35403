import { Kind, visit, type DocumentNode, type OperationDefinitionNode, type VariableNode } from 'graphql';

/**
 * Names of the variables that can make a difference to how one item is answered: those in what is selected of it. Which
 * items there are, the arguments of the subscription's own field say, and a cursor is mostly another for everybody.
 */
export function variablesOfItems(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  const names = new Set<string>();
  const collect = { Variable: ({ name }: VariableNode) => void names.add(name.value) };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) visit(definition, collect);
  }
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) visit(selection, collect);
    else if (selection.selectionSet) visit(selection.selectionSet, collect);
  }
  return [...names].sort();
}
