import { expect } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { expectedMirror } from './expected-mirror.js';
import { plainValue, readTree, spell, type JsonMap } from './json-tree.js';
import { mirrorSelection } from './mirror-query.js';

/** Events are read back this many at a time. */
const READERS = 4;

/** Sends documents through the whole of Spoor, over HTTP, and holds what comes back against what went in. */
export class RoundTrip {
  private readonly query: string;
  private readonly eventType: GraphQLObjectType;
  private readonly seen = new Set<string>();
  private sent = 0;

  private constructor(
    readonly server: TestServer,
    schema: GraphQLSchema,
  ) {
    const { selection, fragments } = mirrorSelection(schema, 'fragments');
    this.query = `query Event($id: ID!) { securityEvent(id: $id) { document ${selection} } } ${fragments}`;
    this.eventType = schema.getType('SecurityEvent') as GraphQLObjectType;
  }

  static async start(): Promise<RoundTrip> {
    return new RoundTrip(await startTestServer({ maxDocumentBytes: 2 ** 24 }), await buildGraphQLSchema());
  }

  /** Posts the documents in one body, each marked with a field that no contract knows, and expects all of them back. */
  async expectAllBack(documents: readonly string[]): Promise<void> {
    const marked = documents.map((document) => this.mark(document));
    const { status, report } = await this.server.post(`[${marked.join(',\n')}]`);
    expect(report.deadLetters).toEqual([]);
    expect({ status, ...report }).toMatchObject({ status: 200, received: marked.length, stored: marked.length });

    const trees = marked.map((text) => readTree(text) as JsonMap);
    const sentByMark = new Map(trees.map((tree) => [markOf(tree), tree]));
    await inParallel(READERS, await this.newEvents(), async (id) => {
      const received = readTree(await this.server.eventText(id)) as JsonMap;
      const sent = sentByMark.get(markOf(received));
      // Not there: the event of an earlier call, which failed before it was read.
      if (sent === undefined) return;
      sentByMark.delete(markOf(received));
      expect(spell(received)).toBe(spell(sent));
      await this.expectMirror(id, sent);
    });
    expect([...sentByMark.keys()]).toEqual([]);
  }

  private mark(document: string): string {
    const members = document.trimStart().slice(1);
    const separator = members.trimStart().startsWith('}') ? '' : ',';
    return `{"test_id":${this.sent++}${separator}${members}`;
  }

  private async expectMirror(id: string, sent: JsonMap): Promise<void> {
    const { data, errors } = await this.server.graphql<{ securityEvent: Record<string, unknown> }>(this.query, { id });
    expect(errors).toBeUndefined();
    const { document, ...mirror } = data.securityEvent;
    expectEqual(document, plainValue(sent));
    expectEqual(mirror, expectedMirror(sent, this.eventType));
  }

  /** Ids that were not there at the last call, found as a client would: page by page. */
  private async newEvents(): Promise<string[]> {
    const found: string[] = [];
    let page: EventPage['securityEvents'] | undefined;
    do {
      const after = page?.pageInfo.endCursor;
      page = (await this.server.graphql<EventPage>(PAGE, { after })).data.securityEvents;
      found.push(...page.nodes.map(({ id }) => id).filter((id) => !this.seen.has(id)));
    } while (page.pageInfo.hasNextPage);
    for (const id of found) this.seen.add(id);
    return found;
  }
}

interface EventPage {
  readonly securityEvents: {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const PAGE = `query Page($after: String) {
  securityEvents(first: 500, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;

/** Jest's own comparison takes its time, and is for showing where things differ. */
function expectEqual(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

function markOf(document: JsonMap): string {
  return spell(document.get('test_id') ?? null);
}

async function inParallel<T>(workers: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
