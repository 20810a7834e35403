/** A GraphQL request that means harm. */
export interface Attack {
  readonly name: string;
  readonly query: string;
  readonly variables?: object;
}

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

const intoChildren = (levels: number): string =>
  'query ($first: Int) { processInstances(first: $first) { nodes { ' +
  `${'children(first: $first) { nodes { '.repeat(levels)} id ${'} }'.repeat(levels)} } } }`;

/** Dimensions of which ingest keeps no counts. */
const DIMENSIONS = ['EXECUTABLE_PATH', 'FILE_PATH', 'PROCESS_USER', 'PROCESS_COMM', 'CONTAINER', 'DNS_NAME'];

const facets = (count: number): string =>
  `eventFacets(dimensions: [${DIMENSIONS.slice(0, count).join(', ')}], top: 1000) { values { value count } distinct }`;

const matching = 'query ($m: String) { securityEvents(filter: { title: { matches: $m } }) { nodes { id } } }';

/** Some are refused, and some are answered: as much of them as the limits allow is here, too. */
export const ATTACKS: readonly Attack[] = [
  { name: '10,000 aliases', query: `{ ${times(10_000, (i) => `a${i}: eventCount { value }`)} }` },
  {
    name: 'parents of parents',
    query: `{ processInstances { nodes { ${'parent { '.repeat(100)} id ${'}'.repeat(100)} } } }`,
  },
  { name: 'children of children, 500 each', query: intoChildren(2), variables: { first: 500 } },
  { name: 'children of children, as many as may be', query: intoChildren(2), variables: { first: 40 } },
  { name: 'fragments in a circle', query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
  {
    name: 'fragments that explode',
    query:
      `{ securityEvents { nodes { process { ...F0 } } } } ` +
      times(
        20,
        (i) =>
          `fragment F${i} on Process { instance { process { ...F${i + 1} } parent { process { ...F${i + 1} } } } }`,
      ) +
      ' fragment F20 on Process { pid }',
  },
  { name: '10,000 directives', query: `{ securityEvents { nodes { id ${'@skip(if: true) '.repeat(10_000)} } } }` },
  { name: 'one field 9,000 times', query: `{ securityEvents { nodes { ${'id '.repeat(9_000)} } } }` },
  { name: '9,000 unknown fields', query: `{ securityEvents { nodes { ${times(9_000, (i) => `proces${i}`)} } } }` },
  {
    name: 'first: 2147483647',
    query: 'query ($first: Int) { securityEvents(first: $first) { nodes { id } } }',
    variables: { first: 2_147_483_647 },
  },
  {
    name: 'a list of 100,000 values',
    query: 'query ($in: [String!]) { securityEvents(filter: { title: { in: $in } }) { nodes { id } } }',
    variables: { in: Array<string>(100_000).fill('x') },
  },
  { name: 'a regular expression with references', query: matching, variables: { m: '^(.+)(.+)(.+)\\3\\2\\1$' } },
  {
    name: 'a regular expression that grows',
    query: matching,
    variables: { m: '((((a{1,100}){1,100}){1,100}){1,100})' },
  },
  { name: 'one facet of everything', query: `{ ${facets(1)} }` },
  { name: 'six facets of everything', query: `{ ${facets(6)} }` },
  { name: 'the same eighteen times', query: `{ ${times(18, (i) => `f${i}: ${facets(6)}`)} }` },
  { name: 'the same three times', query: `{ ${times(3, (i) => `f${i}: ${facets(6)}`)} }` },
  {
    name: '18 counts of a condition on text',
    query: `{ ${times(18, (i) => `c${i}: eventCount(filter: { title: { contains: "zz${i}" } }) { value }`)} }`,
  },
];
