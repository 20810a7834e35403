/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A range of time. Every bound is optional; two bounds of one side both count. */
export type DateTimeRange = {
  /** Later than this time. */
  readonly gt?: string | null | undefined;
  /** At this time or later. */
  readonly gte?: string | null | undefined;
  /** Earlier than this time. */
  readonly lt?: string | null | undefined;
  /** At this time or earlier. */
  readonly lte?: string | null | undefined;
};

export type PageQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  where?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type PageQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null } | null, readonly process: { readonly comm: string | null, readonly user: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type FollowQueryVariables = Exact<{
  after: string;
  where?: string | null | undefined;
  first: number;
  waitSeconds: number;
}>;


export type FollowQuery = { readonly eventFeed: { readonly cursor: string, readonly hasMore: boolean, readonly lag: number, readonly items: ReadonlyArray<{ readonly event: { readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null } | null, readonly process: { readonly comm: string | null, readonly user: string | null } | null } }> } };

export type FollowLiveSubscriptionVariables = Exact<{
  after: string;
  where?: string | null | undefined;
}>;


export type FollowLiveSubscription = { readonly eventFeed: { readonly cursor: string, readonly event: { readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null } | null, readonly process: { readonly comm: string | null, readonly user: string | null } | null } } };

export type AcknowledgeMutationVariables = Exact<{
  ids: ReadonlyArray<string> | string;
  note?: string | null | undefined;
}>;


export type AcknowledgeMutation = { readonly acknowledgeEvents: { readonly acknowledged: number, readonly changed: number, readonly unknown: ReadonlyArray<string> } };

export type ShownFragment = { readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null } | null, readonly process: { readonly comm: string | null, readonly user: string | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ShownFragmentDoc = new TypedDocumentString(`
    fragment Shown on SecurityEvent {
  id
  time
  title
  host {
    name
  }
  agent {
    rule_id
  }
  process {
    comm
    user
  }
}
    `, {"fragmentName":"Shown"}) as unknown as TypedDocumentString<ShownFragment, unknown>;
export const PageDocument = new TypedDocumentString(`
    query Page($time: DateTimeRange, $where: String, $first: Int!, $after: String) {
  securityEvents(
    filter: {time: $time}
    where: $where
    orderBy: OLDEST_FIRST
    first: $first
    after: $after
  ) {
    nodes {
      ...Shown
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Shown on SecurityEvent {
  id
  time
  title
  host {
    name
  }
  agent {
    rule_id
  }
  process {
    comm
    user
  }
}`) as unknown as TypedDocumentString<PageQuery, PageQueryVariables>;
export const FollowDocument = new TypedDocumentString(`
    query Follow($after: String!, $where: String, $first: Int!, $waitSeconds: Int!) {
  eventFeed(
    after: $after
    where: $where
    first: $first
    waitSeconds: $waitSeconds
  ) {
    items {
      event {
        ...Shown
      }
    }
    cursor
    hasMore
    lag
  }
}
    fragment Shown on SecurityEvent {
  id
  time
  title
  host {
    name
  }
  agent {
    rule_id
  }
  process {
    comm
    user
  }
}`) as unknown as TypedDocumentString<FollowQuery, FollowQueryVariables>;
export const FollowLiveDocument = new TypedDocumentString(`
    subscription FollowLive($after: String!, $where: String) {
  eventFeed(after: $after, where: $where) {
    cursor
    event {
      ...Shown
    }
  }
}
    fragment Shown on SecurityEvent {
  id
  time
  title
  host {
    name
  }
  agent {
    rule_id
  }
  process {
    comm
    user
  }
}`) as unknown as TypedDocumentString<FollowLiveSubscription, FollowLiveSubscriptionVariables>;
export const AcknowledgeDocument = new TypedDocumentString(`
    mutation Acknowledge($ids: [ID!]!, $note: String) {
  acknowledgeEvents(input: {ids: $ids, note: $note}) {
    acknowledged
    changed
    unknown
  }
}
    `) as unknown as TypedDocumentString<AcknowledgeMutation, AcknowledgeMutationVariables>;