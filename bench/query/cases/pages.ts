import { LIST_FIELDS, newestListed, TIME } from '../document-sql.js';
import { listedEvents } from '../listed-events.js';
import type { BaselineQuestion } from '../baseline.js';
import type { GraphQLClient } from '../graphql-client.js';
import type { Drawn, QueryCase } from '../query-case.js';

const SIZE = 50;
const DEEP = 2000;

/** Pages that are asked for in turns, so that not every request is about the same rows. */
const NEIGHBOURS = 20;

/** The next page, as one who knows better than to use OFFSET asks for it. */
const baseline: readonly BaselineQuestion[] = [
  { text: newestListed(`${TIME} < $1`) },
  {
    note: 'in the order of arrival, by `id`, instead of that of time',
    text: `select ${LIST_FIELDS} from events where id <= $1 order by id desc limit 50`,
  },
];

/** Where a page ends. */
interface End {
  readonly cursor: string;
  readonly time: string;
}

/** Page 2 and a deep page of everything, the newest first; with few events, the last page that there is. */
export function pages(events: number): QueryCase[] {
  const deep = Math.min(DEEP, Math.floor(events / SIZE) - NEIGHBOURS);
  let ends: Promise<End[]> | undefined;
  const page = (number: number): Pick<QueryCase, 'document' | 'draw' | 'rows' | 'baseline'> => ({
    document: 'page',
    draw: async ({ client }) => {
      ends ??= walk(client, deep + NEIGHBOURS);
      return drawn(await ends, number, events);
    },
    rows: listedEvents,
    baseline,
  });
  const title = `page ${deep.toLocaleString('en')}`;
  return [
    { name: 'page-2', title: 'page 2 of everything', ...page(2) },
    { name: 'page-2000', title, aim: { kind: 'no slower than', name: 'page-2' }, ...page(deep) },
  ];
}

function drawn(ends: readonly End[], number: number, events: number): Drawn[] {
  return ends.slice(number - 2, number - 2 + NEIGHBOURS).map(({ cursor, time }, i) => {
    const before = number - 1 + i;
    return { variables: { after: cursor }, baseline: [[time], [events - before * SIZE]] };
  });
}

/** A cursor is had by walking there: once, and not measured. */
async function walk(client: GraphQLClient, count: number): Promise<End[]> {
  const ends: End[] = [];
  let after: string | undefined;
  while (ends.length < count) {
    const { securityEvents } = await client.ask<Walked>(STEP, { after });
    const { pageInfo, nodes } = securityEvents;
    ends.push({ cursor: pageInfo.endCursor, time: nodes.at(-1)?.time ?? '' });
    if (!pageInfo.hasNextPage && ends.length < count)
      throw new Error(`Only ${ends.length} of ${count} pages are there`);
    after = pageInfo.endCursor;
  }
  return ends;
}

const STEP = `query Step($after: String) {
  securityEvents(first: ${SIZE}, after: $after) { pageInfo { endCursor hasNextPage } nodes { time } }
}`;

interface Walked {
  readonly securityEvents: {
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
    readonly nodes: readonly { readonly time: string }[];
  };
}
