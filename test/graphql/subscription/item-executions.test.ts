import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Principal } from '../../../src/auth/principal.js';
import type { GraphQLContext } from '../../../src/graphql/graphql-context.js';
import { ItemExecutions, type ItemPlan } from '../../../src/graphql/subscription/item-executions.js';

let executed: number;
const schema = buildSchema(
  'type Query { a: Int } type Subscription { item(after: String): Item } type Item { n(plus: Int): Int }',
);

/** An item that counts how often it is looked at. */
function item(): object {
  executed = 0;
  return {
    item: () => {
      executed++;
      return { n: ({ plus = 0 }: { plus?: number }) => 1 + plus };
    },
  };
}

const executions = new ItemExecutions(schema, { requestTimeout: 1_000, tracing: undefined });

const reader: Principal = {
  ...{ kind: 'API_TOKEN', id: '1', name: 'reader', hosts: undefined, expiresAt: undefined },
  scopes: new Set(['events:read'] as const),
};

const DOCUMENT = parse('subscription A($after: String, $plus: Int) { item(after: $after) { n(plus: $plus) } }');

function plan(
  variables: Record<string, unknown> = {},
  principal = reader,
  document: DocumentNode = DOCUMENT,
): ItemPlan {
  const operation = document.definitions[0] as OperationDefinitionNode;
  return executions.plan({ document, operation, variables }, principal, () => Promise.resolve({} as GraphQLContext));
}

describe('an item that several follow', () => {
  it.each<[string, ItemPlan, ItemPlan, number]>([
    ['with one operation', plan(), plan(), 1],
    ['from other cursors', plan({ after: 'x' }), plan({ after: 'y' }), 1],
    ['as other tokens that may the same', plan(), plan({}, { ...reader, id: '2', name: 'other' }), 1],
    ['with other values in what they select', plan({ plus: 1 }), plan({ plus: 2 }), 2],
    ['with a value left out, or null in its place', plan(), plan({ plus: null }), 2],
    [
      'with other scopes',
      plan(),
      plan({}, { ...reader, scopes: new Set(['events:read', 'events:read-sensitive'] as const) }),
      2,
    ],
    ['for other hosts', plan(), plan({}, { ...reader, hosts: ['a'] }), 2],
    ['with another document', plan(), plan({}, reader, parse('subscription { item { m: n } }')), 2],
  ])('%s is executed as often as it has to be', async (_how, one, other, times) => {
    const followed = item();

    const results = await Promise.all([one, other, one].map((each) => executions.execute(followed, each)));

    expect(executed).toBe(times);
    expect(results[0]).toBe(results[2]);
    expect(results[0] === results[1]).toBe(times === 1);
  });

  it('is made into JSON once', async () => {
    const { result } = await executions.execute(item(), plan({ plus: 2 }));

    expect(result).toBe('{"data":{"item":{"n":3}}}');
  });
});
