import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Statement } from '../../src/database/database.js';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { mirrorSelection, type MirrorSelection } from '../round-trip/mirror-query.js';

const PAGE = 50;

/** One for the page of events, and one for each of the eight tables of snapshots. */
const MOST_STATEMENTS = 9;

/** Days on which the lineages of all events are of one depth, and one of mixed depths. */
const DEPTHS = { '2024-01-01': () => 1, '2024-01-02': () => 12, '2024-01-03': (i: number) => i % 13 };

const OURS = 'id time timeSource receivedAt kind formats document host { id name }';

let server: TestServer;
let inline: MirrorSelection;
let fragments: MirrorSelection;

beforeAll(async () => {
  server = await startTestServer();
  const schema = await buildGraphQLSchema();
  inline = mirrorSelection(schema, 'inline');
  fragments = mirrorSelection(schema, 'fragments');
  const documents = Object.entries(DEPTHS).flatMap(([day, depth]) =>
    Array.from({ length: PAGE }, (_, i) => event(`${day}T00:00:${10 + i}Z`, depth(i))),
  );
  const { report } = await server.post(documents.map((document) => JSON.stringify(document)).join('\n'));
  expect(report.stored).toBe(documents.length);
});

afterAll(() => server.close());

let made = 0;

/** A process of which nothing is shared with any other. */
function process(): object {
  const name = `p${made++}`;
  return {
    pid: made,
    comm: name,
    executable: { path: `/bin/${name}`, inode: made },
    interpreter: { path: `/lib/${name}` },
    credentials: { uid: made, cap_effective: [name] },
    container: { id: name },
    user_session: { id: name },
  };
}

/** An event with a row of its own in every table, for itself and for everything it names. */
function event(date: string, depth: number): object {
  const name = `e${made++}`;
  const lineage = () => {
    const ancestors = Array.from({ length: depth }, process);
    return { ...process(), ...(depth && { parent: ancestors[0] }), ancestors };
  };
  return {
    evt: { name: 'signal', matched_rules: [{ id: name }] },
    date,
    agent: { rule_id: name },
    process: lineage(),
    file: { path: `/${name}`, destination: { path: `/${name}-new` } },
    container: { id: name },
    cgroup: { id: name },
    network: { source: { ip: '10.0.0.1', port: made }, destination: { ip: '::1', port: made } },
    signal: { target: lineage() },
    ptrace: { tracee: lineage() },
    module: { name },
    mount: { root: { path: `/${name}-root` }, mp: { path: `/${name}-mp` } },
  };
}

async function statementsOf(query: string): Promise<{ statements: readonly string[]; nodes: readonly object[] }> {
  const statements: string[] = [];
  const stop = server.services.database.onStatement(({ name, text }: Statement) => statements.push(name ?? text));
  const { data, errors } = await server.graphql<{ securityEvents: { nodes: object[] } }>(query);
  stop();
  expect(errors).toBeUndefined();
  return { statements, nodes: data.securityEvents.nodes };
}

function page(day: string, selection: string): string {
  const range = `{ gte: "${day}T00:00:00Z", lt: "${day}T12:00:00Z" }`;
  return `{ securityEvents(first: ${PAGE}, filter: { time: ${range} }) { nodes { ${selection} } } }`;
}

describe('a page of fifty events with every field and the whole lineage', () => {
  it.each(Object.keys(DEPTHS))('of %s costs a fixed number of statements', async (day) => {
    const { statements, nodes } = await statementsOf(page(day, `${OURS} ${inline.selection}`));

    expect(nodes).toHaveLength(PAGE);
    expect(new Set(statements).size).toBe(statements.length);
    expect(statements.length).toBe(MOST_STATEMENTS);
  });

  it('costs no more when it is asked for by fragments', async () => {
    const query = `${page('2024-01-03', `${OURS} ${fragments.selection}`)} ${fragments.fragments}`;

    const { statements } = await statementsOf(query);

    expect(statements.length).toBe(MOST_STATEMENTS);
  });

  it('costs no more when the same parts are asked for in several places', async () => {
    const lineage = 'process { ancestors { executable { path } } }';
    const query = `${page('2024-01-02', `...A ${lineage} process { credentials { uid } } document`)}
      fragment A on SecurityEvent { process { parent { container { id } } ancestors { interpreter { path } } } }`;

    const { statements } = await statementsOf(query);

    expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
  });
});

describe('a page of fifty whole documents', () => {
  it('costs a fixed number of statements', async () => {
    const { statements } = await statementsOf(page('2024-01-02', 'document'));

    expect(statements.length).toBe(MOST_STATEMENTS);
  });
});

describe('a page that asks for less', () => {
  it.each([
    ['what stands in the row of the event', 'id time title evt { name } host { name } date dd { span_id }', 1],
    ['the processes', 'process { pid comm args }', 3],
    ['the lineage', 'process { comm parent { comm } ancestors { comm } }', 3],
    ['the executables of the lineage', 'process { executable { path } ancestors { executable { path } } }', 4],
    ['the files', 'file { path destination { path } }', 2],
    ['the rules', 'agent { rule_id }', 2],
  ])('costs fewer statements: %s', async (_, selection, count) => {
    const { statements } = await statementsOf(page('2024-01-02', selection));

    expect(statements).toHaveLength(count);
  });
});

describe('one event', () => {
  it('over HTTP costs no more than a page', async () => {
    const { nodes } = await statementsOf(page('2024-01-02', 'id'));
    const { id } = nodes[0] as { id: string };
    const statements: string[] = [];
    const stop = server.services.database.onStatement(({ name, text }) => statements.push(name ?? text));

    await server.eventText(id);

    stop();
    expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
  });
});
