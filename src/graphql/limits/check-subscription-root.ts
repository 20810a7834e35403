import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { AppError } from '../../errors.js';

/**
 * Refuses a subscription whose own field may be left out by `@skip` or `@include`: nothing would be left to follow. The
 * specification forbids it since September 2025 (section 5.2.4.1), graphql-js 16 does not, and fails at it.
 *
 * @throws AppError `input.invalid`
 */
export function checkSubscriptionRoot({ definitions }: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (definition.operation === OperationTypeNode.SUBSCRIPTION) checkRoot(definition.selectionSet, fragments);
  }
}

function checkRoot(root: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): void {
  const spread = new Set<string>();
  const check = (selection: SelectionNode): void => {
    const optional = selection.directives?.find(({ name }) => name.value === 'skip' || name.value === 'include');
    if (optional) throw neverOptional(optional.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) selection.selectionSet.selections.forEach(check);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || spread.has(selection.name.value)) return;
    spread.add(selection.name.value);
    fragments.get(selection.name.value)?.selectionSet.selections.forEach(check);
  };
  root.selections.forEach(check);
}

function neverOptional(directive: string): AppError {
  const sentence =
    `The field of a subscription has @${directive}, and there would be nothing to follow without the field; ` +
    'decide before you subscribe, or give the directive to fields inside it';
  return new AppError('input.invalid', sentence);
}
