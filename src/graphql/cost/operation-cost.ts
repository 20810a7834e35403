import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { costOf } from './default-cost.js';
import type { Arguments, Asked } from './field-cost.js';

export interface PricedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced, defaults included. */
  readonly variables: Arguments;
  /** Whether the asker sees only some hosts. */
  readonly isRestricted: boolean;
}

/** What an operation costs in points, at least one. It must be valid. */
export function operationCost(priced: PricedOperation): number {
  const root = priced.schema.getRootType(priced.operation.operation);
  if (!root) return 1;
  const points = new Pricing(priced).inside([priced.operation.selectionSet], root, NOWHERE, 1);
  return Math.max(1, Math.ceil(points));
}

const NO_ARGUMENTS: Arguments = {};

const NOWHERE: Above = { cost: {}, given: NO_ARGUMENTS };

type Above = Asked['above'];

/** Walks as execution does: fields of one name together, fragments by type, `@skip` and `@include` obeyed. */
class Pricing {
  constructor(private readonly priced: PricedOperation) {}

  /**
   * @param above the field that is selected from
   * @param objects for how many objects each list is selected
   */
  inside(selected: readonly SelectionSetNode[], type: GraphQLObjectType, above: Above, objects: number): number {
    let points = 0;
    for (const nodes of this.collect(selected, type).values()) points += this.field(nodes, type, above, objects);
    return points;
  }

  private field(nodes: readonly FieldNode[], parent: GraphQLObjectType, above: Above, objects: number): number {
    const [node] = nodes as [FieldNode];
    const field = this.definition(parent, node.name.value);
    if (!field) return 0;
    const cost = costOf(field);
    const given = cost.reads ? getArgumentValues(field, node, this.priced.variables) : NO_ARGUMENTS;
    const asked = { given, above, isRestricted: this.priced.isRestricted };
    const points = amount(cost.points, asked, 0);
    const own = amount(cost.objects, asked, 1);
    const here = { cost, given };
    if (!isListType(getNullableType(field.type))) return points + this.below(nodes, field, here, own);
    return (points + own * this.below(nodes, field, here, 1)) * objects;
  }

  private below(
    nodes: readonly FieldNode[],
    field: GraphQLField<unknown, unknown>,
    here: Above,
    objects: number,
  ): number {
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 0;
    const selected = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isObjectType(type)) return this.inside(selected, type, here, objects);
    // An object is of one type: the dearest.
    const possible = this.priced.schema.getPossibleTypes(type);
    return Math.max(0, ...possible.map((one) => this.inside(selected, one, here, objects)));
  }

  private definition(parent: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return parent.getFields()[name];
  }

  private collect(selected: readonly SelectionSetNode[], type: GraphQLObjectType): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const add = (selections: readonly SelectionNode[]): void => {
      for (const selection of selections) {
        if (selection.directives?.length && !this.isIncluded(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const name = (selection.alias ?? selection.name).value;
          const nodes = fields.get(name);
          if (nodes) nodes.push(selection);
          else fields.set(name, [selection]);
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.firstSpread(selection.name.value, spread);
        if (fragment && this.applies(fragment.typeCondition?.name.value, type)) add(fragment.selectionSet.selections);
      }
    };
    for (const { selections } of selected) add(selections);
    return fields;
  }

  private firstSpread(name: string, spread: Set<string>): FragmentDefinitionNode | undefined {
    if (spread.has(name)) return undefined;
    spread.add(name);
    return this.priced.fragments.get(name);
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.priced.schema.getType(condition);
    return isAbstractType(named) && this.priced.schema.isSubType(named, type);
  }

  private isIncluded(selection: SelectionNode): boolean {
    const { variables } = this.priced;
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
  }
}

function amount(declared: number | ((asked: Asked) => number) | undefined, asked: Asked, fallback: number): number {
  return typeof declared === 'function' ? declared(asked) : (declared ?? fallback);
}
