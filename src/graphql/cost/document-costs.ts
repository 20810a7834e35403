import {
  getVariableValues,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { costVariables } from './cost-variables.js';
import type { Arguments } from './field-cost.js';
import { operationCost } from './operation-cost.js';

/** Costs that are remembered of one document, and the characters of variables under which one is. */
const REMEMBERED = 50;
const LONGEST_KEY = 2_000;

/** Computes what operations cost, and remembers it for as long as the parsed document is. */
export class DocumentCosts {
  private readonly documents = new WeakMap<DocumentNode, PricedDocument>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Undefined where variables do not fit their types: execution refuses them with a sentence each. */
  of(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Arguments,
    isRestricted = false,
  ): number | undefined {
    let priced = this.documents.get(document);
    if (!priced) this.documents.set(document, (priced = new PricedDocument(this.schema, document)));
    return priced.cost(operation, variables, isRestricted);
  }
}

class PricedDocument {
  private readonly variables: readonly string[];
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly costs = new LRUCache<string, number>({ max: REMEMBERED });

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.variables = costVariables(schema, document);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  cost(operation: OperationDefinitionNode, variables: Arguments, isRestricted: boolean): number | undefined {
    // What is left out takes its default, which `null` does not; JSON has no word for it.
    const given = this.variables.map((name) => (variables[name] === undefined ? [] : [variables[name]]));
    const key = JSON.stringify([operation.name?.value, isRestricted, given]);
    const known = this.costs.get(key);
    if (known !== undefined) return known;
    const cost = this.compute(operation, variables, isRestricted);
    if (cost !== undefined && key.length <= LONGEST_KEY) this.costs.set(key, cost);
    return cost;
  }

  private compute(operation: OperationDefinitionNode, given: Arguments, isRestricted: boolean): number | undefined {
    const { schema, fragments } = this;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 });
    if (!coerced) return undefined;
    try {
      return operationCost({ schema, operation, fragments, variables: coerced, isRestricted });
    } catch {
      // A variable that may be null stands where null may not.
      return undefined;
    }
  }
}
