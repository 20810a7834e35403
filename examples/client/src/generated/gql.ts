/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Page($time: DateTimeRange, $where: String, $first: Int!, $after: String) {\n  securityEvents(\n    filter: {time: $time}\n    where: $where\n    orderBy: OLDEST_FIRST\n    first: $first\n    after: $after\n  ) {\n    nodes {\n      ...Shown\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery Follow($after: String!, $where: String, $first: Int!, $waitSeconds: Int!) {\n  eventFeed(\n    after: $after\n    where: $where\n    first: $first\n    waitSeconds: $waitSeconds\n  ) {\n    items {\n      event {\n        ...Shown\n      }\n    }\n    cursor\n    hasMore\n    lag\n  }\n}\n\nsubscription FollowLive($after: String!, $where: String) {\n  eventFeed(after: $after, where: $where) {\n    cursor\n    event {\n      ...Shown\n    }\n  }\n}\n\nmutation Acknowledge($ids: [ID!]!, $note: String) {\n  acknowledgeEvents(input: {ids: $ids, note: $note}) {\n    acknowledged\n    changed\n    unknown\n  }\n}\n\nfragment Shown on SecurityEvent {\n  id\n  time\n  title\n  host {\n    name\n  }\n  agent {\n    rule_id\n  }\n  process {\n    comm\n    user\n  }\n}": typeof types.PageDocument,
};
const documents: Documents = {
    "query Page($time: DateTimeRange, $where: String, $first: Int!, $after: String) {\n  securityEvents(\n    filter: {time: $time}\n    where: $where\n    orderBy: OLDEST_FIRST\n    first: $first\n    after: $after\n  ) {\n    nodes {\n      ...Shown\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery Follow($after: String!, $where: String, $first: Int!, $waitSeconds: Int!) {\n  eventFeed(\n    after: $after\n    where: $where\n    first: $first\n    waitSeconds: $waitSeconds\n  ) {\n    items {\n      event {\n        ...Shown\n      }\n    }\n    cursor\n    hasMore\n    lag\n  }\n}\n\nsubscription FollowLive($after: String!, $where: String) {\n  eventFeed(after: $after, where: $where) {\n    cursor\n    event {\n      ...Shown\n    }\n  }\n}\n\nmutation Acknowledge($ids: [ID!]!, $note: String) {\n  acknowledgeEvents(input: {ids: $ids, note: $note}) {\n    acknowledged\n    changed\n    unknown\n  }\n}\n\nfragment Shown on SecurityEvent {\n  id\n  time\n  title\n  host {\n    name\n  }\n  agent {\n    rule_id\n  }\n  process {\n    comm\n    user\n  }\n}": types.PageDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Page($time: DateTimeRange, $where: String, $first: Int!, $after: String) {\n  securityEvents(\n    filter: {time: $time}\n    where: $where\n    orderBy: OLDEST_FIRST\n    first: $first\n    after: $after\n  ) {\n    nodes {\n      ...Shown\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery Follow($after: String!, $where: String, $first: Int!, $waitSeconds: Int!) {\n  eventFeed(\n    after: $after\n    where: $where\n    first: $first\n    waitSeconds: $waitSeconds\n  ) {\n    items {\n      event {\n        ...Shown\n      }\n    }\n    cursor\n    hasMore\n    lag\n  }\n}\n\nsubscription FollowLive($after: String!, $where: String) {\n  eventFeed(after: $after, where: $where) {\n    cursor\n    event {\n      ...Shown\n    }\n  }\n}\n\nmutation Acknowledge($ids: [ID!]!, $note: String) {\n  acknowledgeEvents(input: {ids: $ids, note: $note}) {\n    acknowledged\n    changed\n    unknown\n  }\n}\n\nfragment Shown on SecurityEvent {\n  id\n  time\n  title\n  host {\n    name\n  }\n  agent {\n    rule_id\n  }\n  process {\n    comm\n    user\n  }\n}"): typeof import('./graphql.js').PageDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
