import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { AppError } from '../../errors.js';
import { MOST } from './most.js';
import { tooComplex } from './too-complex.js';

/*
 * A *selection* is a field with its fragments written out: what execution would walk. Fragments that spread each other can
 * multiply a page of text to billions of them, so they are counted before anything walks them.
 */

/**
 * Refuses a parsed document that would be dear to validate or to run, before either is tried.
 *
 * @throws AppError `query.too_complex`
 */
export function checkDocument(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: SelectionSetNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition.selectionSet);
  }
  if (operations.length > MOST.operations) throw tooComplex('operations', WHAT, operations.length);
  if (fragments.size > MOST.fragments) throw tooComplex('fragments', WHAT, fragments.size);
  countInText(document);
  const sizes = new SelectionSizes(fragments);
  let selections = operations.reduce((sum, operation) => sum + sizes.of(operation), 0);
  // Fragments that nothing spreads are a mistake, which validation finds only after it has walked them.
  const unused = [...fragments.values()].filter(({ name }) => !sizes.hasMet(name.value));
  for (const { selectionSet } of unused) selections += sizes.of(selectionSet);
  if (selections > MOST.selections) throw tooComplex('selections', WHAT, selections < MANY ? selections : undefined);
  for (const operation of operations) walkMerged(operation, fragments, MOST.rootFields);
  for (const { selectionSet } of unused) walkMerged(selectionSet, fragments);
}

const WHAT = 'The document';

/** What counts as often as it is written. */
function countInText(document: DocumentNode): void {
  let aliases = 0;
  let directives = 0;
  const countDirectives = (inOnePlace: readonly DirectiveNode[] = []): void => {
    directives += inOnePlace.length;
    if (inOnePlace.length <= MOST.directivesInOnePlace) return;
    throw tooComplex('directivesInOnePlace', WHAT, inOnePlace.length);
  };
  visit(document, {
    enter(node) {
      if ('directives' in node) countDirectives(node.directives);
      if (node.kind === Kind.FIELD && node.alias) aliases++;
      if (node.kind === Kind.LIST && node.values.length > MOST.list) throw tooComplex('list', WHAT, node.values.length);
    },
  });
  if (aliases > MOST.aliases) throw tooComplex('aliases', WHAT, aliases);
  if (directives > MOST.directives) throw tooComplex('directives', WHAT, directives);
}

/** Numbers past this are no longer exact, and say nothing to anybody. */
const MANY = 1_000_000;

/** How many fields a selection has, each fragment counted once and remembered. */
class SelectionSizes {
  private readonly known = new Map<string, number | 'being counted'>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  hasMet(fragment: string): boolean {
    return this.known.has(fragment);
  }

  of({ selections }: SelectionSetNode): number {
    let sum = 0;
    for (const selection of selections) sum += this.ofOne(selection);
    return Math.min(sum, MANY);
  }

  private ofOne(selection: SelectionNode): number {
    switch (selection.kind) {
      case Kind.FIELD:
        return 1 + (selection.selectionSet ? this.of(selection.selectionSet) : 0);
      case Kind.INLINE_FRAGMENT:
        return this.of(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD:
        return this.ofFragment(selection.name.value);
    }
  }

  private ofFragment(name: string): number {
    const known = this.known.get(name);
    if (known === 'being counted') throw endless(name);
    if (known !== undefined) return known;
    this.known.set(name, 'being counted');
    const fragment = this.fragments.get(name);
    const size = fragment ? this.of(fragment.selectionSet) : 0;
    this.known.set(name, size);
    return size;
  }
}

function endless(fragment: string): AppError {
  const message = `The fragment "${fragment}" spreads itself, perhaps by way of others, and never ends; take that spread out`;
  return new AppError('query.too_complex', message, { details: { limit: 'depth', most: MOST.depth } });
}

/** Walks a selection as it would run, all of one name in one place together. */
function walkMerged(
  root: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  mostAtRoot = Infinity,
): void {
  let level: SelectionSetNode[][] = [[root]];
  for (let depth = 1; level.length; depth++) {
    const below: SelectionSetNode[][] = [];
    for (const place of level) {
      const fields = fieldsOf(place, fragments);
      if (depth === 1 && fields.size > mostAtRoot) throw tooComplex('rootFields', 'The operation', fields.size);
      if (depth > MOST.depth && fields.size) throw tooComplex('depth', 'The operation');
      for (const { count, inside } of fields.values()) {
        if (count > MOST.repetitions) throw tooComplex('repetitions', WHAT, count);
        if (inside.length) below.push(inside);
      }
    }
    level = below;
  }
}

interface MergedField {
  count: number;
  readonly inside: SelectionSetNode[];
}

function fieldsOf(
  place: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Map<string, MergedField> {
  const fields = new Map<string, MergedField>();
  const spread = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) add(fields, (selection.alias ?? selection.name).value, selection.selectionSet);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  place.forEach(collect);
  return fields;
}

function add(fields: Map<string, MergedField>, name: string, inside: SelectionSetNode | undefined): void {
  let field = fields.get(name);
  if (!field) fields.set(name, (field = { count: 0, inside: [] }));
  field.count++;
  if (inside) field.inside.push(inside);
}
