import { Kind, parse, validate, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { DocumentCosts } from '../../src/graphql/cost/document-costs.js';

/** Points of a document that has one operation. */
export function documentCost(
  schema: GraphQLSchema,
  text: string,
  variables: Record<string, unknown> = {},
  isRestricted = false,
): number {
  const document = parse(text);
  const mistakes = validate(schema, document);
  if (mistakes.length) throw mistakes[0] as Error;
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const cost = new DocumentCosts(schema).of(document, operation as OperationDefinitionNode, variables, isRestricted);
  if (cost === undefined) throw new Error(`The variables ${JSON.stringify(variables)} do not fit`);
  return cost;
}

/** Values for the variables that examples and docs cannot do without. */
export const SOME_IDS = {
  event: `event_${'0'.repeat(32)}`,
  instance: `instance_${'0'.repeat(32)}`,
  container: 'a1b2',
  path: '/tmp/.',
  name: 'pool.',
  after: 'NOW',
  waitSeconds: 0,
  webhook: `webhook_${'0'.repeat(32)}`,
  ids: [`event_${'0'.repeat(32)}`],
};
