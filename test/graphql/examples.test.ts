import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { simulate } from '../../src/simulator/simulate.js';
import { startTestServer, type TestServer } from '../http/test-server.js';

const FOLDER = new URL('../../schema/examples/', import.meta.url);
const examples = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));
const HOUR = 3_600_000;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const documents = simulate({ events: 150, hosts: 3, seed: 2, start: new Date(Date.now() - HOUR), duration: HOUR });
  await server.post([...documents].map(({ text }) => text).join('\n'));
});

afterAll(() => server.close());

/** Values for the variables that an example cannot do without. */
async function variablesFor(document: string): Promise<Record<string, unknown>> {
  const { data } = await server.graphql<{ securityEvents: { nodes: { id: string }[] } }>(
    '{ securityEvents(first: 1) { nodes { id } } }',
  );
  const variables: Record<string, unknown> = {};
  for (const definition of parse(document).definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type, defaultValue } of definition.variableDefinitions ?? []) {
      if (type.kind !== Kind.NON_NULL_TYPE || defaultValue) continue;
      variables[variable.name.value] = data.securityEvents.nodes[0]?.id;
    }
  }
  return variables;
}

describe('the example document', () => {
  it.each(examples)('%s gives an answer as it stands', async (name) => {
    const document = readFileSync(new URL(name, FOLDER), 'utf8');

    const { data, errors } = await server.graphql(document, await variablesFor(document));

    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toMatch(/"event_[\da-f]{32}"|"host_\d+"/);
  });
});
