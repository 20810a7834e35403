import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** Names of the fields that an operation selects right below the field that is being resolved. */
export function selectedNames(info: GraphQLResolveInfo): ReadonlySet<string> {
  const known = namesByNodes.get(info.fieldNodes);
  if (known) return known;
  const names = new Set<string>();
  for (const { selectionSet } of info.fieldNodes) collect(selectionSet, info, names, new Set());
  namesByNodes.set(info.fieldNodes, names);
  return names;
}

/** Whether an operation selects a field that is so many fields deep below the one that is being resolved. */
export function selectsPath(info: GraphQLResolveInfo, path: readonly string[]): boolean {
  return info.fieldNodes.some(({ selectionSet }) => selects(selectionSet, info, path));
}

/** Fragments do not spread themselves: the document is valid. */
function selects(
  selectionSet: SelectionSetNode | undefined,
  info: GraphQLResolveInfo,
  [name, ...rest]: readonly string[],
): boolean {
  if (name === undefined) return true;
  return (selectionSet?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD)
      return selection.name.value === name && selects(selection.selectionSet, info, rest);
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    return selects(inner?.selectionSet, info, [name, ...rest]);
  });
}

/** The fifty events of a page ask the same, with one and the same list of nodes: graphql-js makes it once. */
const namesByNodes = new WeakMap<object, ReadonlySet<string>>();

function collect(
  selectionSet: SelectionSetNode | undefined,
  info: GraphQLResolveInfo,
  names: Set<string>,
  seenFragments: Set<string>,
): void {
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD) names.add(selection.name.value);
    else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, info, names, seenFragments);
    else if (!seenFragments.has(selection.name.value)) {
      seenFragments.add(selection.name.value);
      collect(info.fragments[selection.name.value]?.selectionSet, info, names, seenFragments);
    }
  }
}
