/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How far a count can be relied on. */
export type CountPrecision =
  /** It is so many or more: counting stopped there. */
  | 'AT_LEAST'
  /** About so many: a part was counted. */
  | 'ESTIMATED'
  /** It is so many. */
  | 'EXACT';

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

/** Something of an event by whose values events are grouped and counted. */
export type EventDimension =
  /** `agent.version`. */
  | 'AGENT_VERSION'
  /** `evt.category`. Ingest keeps counts by it, so it is fast at any size. */
  | 'CATEGORY'
  /** `container.id`. */
  | 'CONTAINER'
  /** `network.destination.ip`. */
  | 'DESTINATION_IP'
  /** `network.destination.port`. */
  | 'DESTINATION_PORT'
  /** `dns.question.name`: the name that was asked for. */
  | 'DNS_NAME'
  /** `evt.name`: what happened, such as `exec`. Ingest keeps counts by it, so it is fast at any size. */
  | 'EVENT_NAME'
  /** `process.executable.name`. */
  | 'EXECUTABLE_NAME'
  /** `process.executable.package_name`: the package that the executable came with. */
  | 'EXECUTABLE_PACKAGE'
  /** `process.executable.path`. */
  | 'EXECUTABLE_PATH'
  /** `file.hashes`: every hash of a file counts the event. */
  | 'FILE_HASH'
  /** `file.name`. */
  | 'FILE_NAME'
  /** `file.package_name`. */
  | 'FILE_PACKAGE'
  /** `file.path`. */
  | 'FILE_PATH'
  /** Name of the machine. Ingest keeps counts by it, so it is fast at any size. */
  | 'HOST'
  /** Whether the event speaks of the host or of the agent itself. Ingest keeps counts by it, so it is fast at any size. */
  | 'KIND'
  /** `network.l4_protocol`. */
  | 'L4_PROTOCOL'
  /** `evt.outcome`: whether it succeeded. Ingest keeps counts by it, so it is fast at any size. */
  | 'OUTCOME'
  /** `agent.policy_name`: the policy of the rule. */
  | 'POLICY'
  /** `process.comm`: the name that the process gives itself. */
  | 'PROCESS_COMM'
  /** `process.user`: the user that the process runs as. */
  | 'PROCESS_USER'
  /** `agent.rule_id`: the rule that matched. Ingest keeps counts by it, so it is fast at any size. */
  | 'RULE'
  /** `network.source.ip`. */
  | 'SOURCE_IP'
  /** `usr.id`: the user, as the event names it. */
  | 'USER';

/** One version of the event format, named after the first agent that sends it. */
export type EventFormat =
  /** The contract csm-7.55: agents from 7.55 on. */
  | 'CSM_7_55'
  /** The contract csm-7.57: agents from 7.57 on. */
  | 'CSM_7_57'
  /** The contract cws-7.40: agents from 7.40 on. */
  | 'CWS_7_40'
  /** The contract cws-7.44: agents from 7.44 on. */
  | 'CWS_7_44';

/** What an event speaks of. */
export type EventKind =
  /** The agent itself: its rules, its health, what it lost. It has no `evt`. */
  | 'AGENT_REPORT'
  /** Something that happened on the host and matched a rule. */
  | 'SECURITY_EVENT';

/** By what files are taken for the same. */
export type FileKey =
  /** By the hash of their content, wherever they lie. A file with several hashes stands under each. */
  | 'HASH'
  /** By the package that they came with. */
  | 'PACKAGE'
  /** By their path, on whatever host and in whatever container. */
  | 'PATH';

/** Where the time of an event was taken from. The first that is usable counts. */
export type TimeSource =
  /** The event's `date`. */
  | 'DATE'
  /** The timestamp of the delivery that brought it. */
  | 'ENVELOPE'
  /** `process.exec_time`. */
  | 'EXEC_TIME'
  /** `process.fork_time`. */
  | 'FORK_TIME'
  /** The moment it first came in. */
  | 'RECEIPT';

export type DashboardQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  interval?: string | null | undefined;
}>;


export type DashboardQuery = { readonly eventCount: { readonly value: number | string, readonly precision: CountPrecision }, readonly eventHistogram: ReadonlyArray<{ readonly from: string, readonly to: string, readonly count: number | string, readonly other: number | string, readonly missing: number | string, readonly groups: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }>, readonly eventFacets: ReadonlyArray<{ readonly dimension: EventDimension, readonly other: number | string, readonly missing: number | string, readonly distinct: number | string, readonly precision: CountPrecision, readonly values: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }>, readonly hosts: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly lastSeen: string | null, readonly eventCount: { readonly value: number | string } }> } };

export type EventWithLineageQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
}>;


export type EventWithLineageQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly timeSource: TimeSource, readonly formats: ReadonlyArray<EventFormat>, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null, readonly policy_name: string | null, readonly version: string | null } | null, readonly evt: { readonly name: string | null, readonly category: string | null, readonly outcome: string | null } | null, readonly container: { readonly id: string | null, readonly created_at: string | null } | null, readonly file: { readonly path: string | null, readonly inode: string | null, readonly user: string | null, readonly modification_time: string | null, readonly package_name: string | null, readonly destination: { readonly path: string | null } | null } | null, readonly process: { readonly pid: number | null, readonly comm: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly user: string | null, readonly tty: string | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null, readonly credentials: { readonly euid: number | null, readonly auid: number | null, readonly cap_effective: ReadonlyArray<string> | null } | null, readonly container: { readonly id: string | null } | null, readonly ancestors: ReadonlyArray<{ readonly pid: number | null, readonly comm: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly user: string | null, readonly tty: string | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null, readonly container: { readonly id: string | null } | null }> | null } | null }> } };

export type AncestorFragment = { readonly pid: number | null, readonly comm: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly user: string | null, readonly tty: string | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null, readonly container: { readonly id: string | null } | null };

export type FileActivityQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type FileActivityQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null, readonly outcome: string | null } | null, readonly file: { readonly path: string | null, readonly inode: string | null, readonly mode: number | null, readonly uid: number | string | null, readonly user: string | null, readonly flags: ReadonlyArray<string> | null, readonly package_name: string | null, readonly in_upper_layer: boolean | null, readonly destination: { readonly path: string | null, readonly mode: number | null, readonly uid: number | string | null } | null } | null, readonly process: { readonly pid: number | null, readonly user: string | null, readonly executable: { readonly path: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type NetworkActivityQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NetworkActivityQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null } | null, readonly dns: { readonly question: { readonly type: string | null, readonly name: string | null, readonly size: number | null } | null } | null, readonly bind: { readonly addr: { readonly family: string | null, readonly ip: string | null, readonly port: number | null } | null } | null, readonly imds: { readonly type: string | null, readonly cloud_provider: string | null, readonly url: string | null, readonly user_agent: string | null } | null, readonly network: { readonly l4_protocol: string | null, readonly source: { readonly ip: string | null, readonly port: number | null } | null, readonly destination: { readonly ip: string | null, readonly port: number | null } | null } | null, readonly process: { readonly pid: number | null, readonly comm: string | null, readonly executable: { readonly path: string | null } | null, readonly container: { readonly id: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type NewestEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NewestEventsQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null, readonly outcome: string | null } | null, readonly process: { readonly pid: number | null, readonly comm: string | null, readonly user: string | null, readonly executable: { readonly path: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type NodeByIdQueryVariables = Exact<{
  id?: string | number;
}>;


export type NodeByIdQuery = { readonly node:
    | { readonly __typename: 'Host', readonly name: string, readonly id: string }
    | { readonly __typename: 'ProcessInstance', readonly id: string }
    | { readonly __typename: 'SecurityEvent', readonly time: string, readonly title: string | null, readonly document: unknown, readonly id: string }
   | null };

export type PageBackwardsQueryVariables = Exact<{
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PageBackwardsQuery = { readonly securityEvents: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly time: string, readonly title: string | null } }>, readonly pageInfo: { readonly hasPreviousPage: boolean, readonly startCursor: string | null } } };

export type PivotOnFilesQueryVariables = Exact<{
  by?: FileKey | null | undefined;
  search?: string | null | undefined;
  time?: DateTimeRange | null | undefined;
  after?: string | null | undefined;
}>;


export type PivotOnFilesQuery = { readonly files: { readonly nodes: ReadonlyArray<{ readonly value: string, readonly firstSeen: string | null, readonly lastSeen: string | null, readonly eventCount: { readonly value: number | string }, readonly events: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null } | null, readonly file: { readonly path: string | null } | null, readonly process: { readonly executable: { readonly path: string | null } | null } | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type TimeRangeQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TimeRangeQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null, readonly category: string | null, readonly outcome: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WhoRanWhatQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WhoRanWhatQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null } | null, readonly container: { readonly id: string | null } | null, readonly process: { readonly pid: number | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly args_truncated: boolean | null, readonly user: string | null, readonly tty: string | null, readonly executable: { readonly path: string | null } | null, readonly credentials: { readonly auid: number | null } | null, readonly parent: { readonly pid: number | null, readonly comm: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WholeDocumentsQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WholeDocumentsQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: EventKind, readonly time: string, readonly timeSource: TimeSource, readonly receivedAt: string, readonly formats: ReadonlyArray<EventFormat>, readonly document: unknown, readonly host: { readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

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
export const AncestorFragmentDoc = new TypedDocumentString(`
    fragment Ancestor on Process {
  pid
  comm
  argv0
  args
  user
  tty
  exec_time
  executable {
    path
  }
  container {
    id
  }
}
    `, {"fragmentName":"Ancestor"}) as unknown as TypedDocumentString<AncestorFragment, unknown>;
export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($time: DateTimeRange, $interval: Duration = "PT1H") {
  eventCount(filter: {time: $time}) {
    value
    precision
  }
  eventHistogram(
    filter: {time: $time}
    interval: $interval
    groupBy: RULE
    top: 5
  ) {
    from
    to
    count
    groups {
      value
      count
    }
    other
    missing
  }
  eventFacets(
    filter: {time: $time}
    dimensions: [EVENT_NAME, CATEGORY, OUTCOME, HOST]
    top: 5
  ) {
    dimension
    values {
      value
      count
    }
    other
    missing
    distinct
    precision
  }
  hosts(first: 20, time: $time) {
    nodes {
      id
      name
      lastSeen
      eventCount {
        value
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const EventWithLineageDocument = new TypedDocumentString(`
    query EventWithLineage($time: DateTimeRange) {
  securityEvents(first: 1, filter: {time: $time}) {
    nodes {
      id
      time
      timeSource
      formats
      host {
        name
      }
      title
      agent {
        rule_id
        policy_name
        version
      }
      evt {
        name
        category
        outcome
      }
      container {
        id
        created_at
      }
      file {
        path
        inode
        user
        modification_time
        package_name
        destination {
          path
        }
      }
      process {
        pid
        comm
        argv0
        args
        user
        tty
        exec_time
        executable {
          path
        }
        credentials {
          euid
          auid
          cap_effective
        }
        container {
          id
        }
        ancestors {
          ...Ancestor
        }
      }
    }
  }
}
    fragment Ancestor on Process {
  pid
  comm
  argv0
  args
  user
  tty
  exec_time
  executable {
    path
  }
  container {
    id
  }
}`) as unknown as TypedDocumentString<EventWithLineageQuery, EventWithLineageQueryVariables>;
export const FileActivityDocument = new TypedDocumentString(`
    query FileActivity($time: DateTimeRange, $first: Int = 50, $after: String) {
  securityEvents(filter: {time: $time}, first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
        outcome
      }
      file {
        path
        inode
        mode
        uid
        user
        flags
        package_name
        in_upper_layer
        destination {
          path
          mode
          uid
        }
      }
      process {
        pid
        user
        executable {
          path
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<FileActivityQuery, FileActivityQueryVariables>;
export const NetworkActivityDocument = new TypedDocumentString(`
    query NetworkActivity($time: DateTimeRange, $first: Int = 50, $after: String) {
  securityEvents(filter: {time: $time}, first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
      }
      dns {
        question {
          type
          name
          size
        }
      }
      bind {
        addr {
          family
          ip
          port
        }
      }
      imds {
        type
        cloud_provider
        url
        user_agent
      }
      network {
        l4_protocol
        source {
          ip
          port
        }
        destination {
          ip
          port
        }
      }
      process {
        pid
        comm
        executable {
          path
        }
        container {
          id
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<NetworkActivityQuery, NetworkActivityQueryVariables>;
export const NewestEventsDocument = new TypedDocumentString(`
    query NewestEvents($first: Int = 20, $after: String) {
  securityEvents(first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      title
      evt {
        name
        outcome
      }
      process {
        pid
        comm
        executable {
          path
        }
        user
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<NewestEventsQuery, NewestEventsQueryVariables>;
export const NodeByIdDocument = new TypedDocumentString(`
    query NodeById($id: ID! = "host_1") {
  node(id: $id) {
    __typename
    id
    ... on Host {
      name
    }
    ... on SecurityEvent {
      time
      title
      document
    }
  }
}
    `) as unknown as TypedDocumentString<NodeByIdQuery, NodeByIdQueryVariables>;
export const PageBackwardsDocument = new TypedDocumentString(`
    query PageBackwards($last: Int = 20, $before: String) {
  securityEvents(last: $last, before: $before) {
    edges {
      cursor
      node {
        id
        time
        title
      }
    }
    pageInfo {
      hasPreviousPage
      startCursor
    }
  }
}
    `) as unknown as TypedDocumentString<PageBackwardsQuery, PageBackwardsQueryVariables>;
export const PivotOnFilesDocument = new TypedDocumentString(`
    query PivotOnFiles($by: FileKey = HASH, $search: String, $time: DateTimeRange, $after: String) {
  files(by: $by, search: $search, time: $time, first: 10, after: $after) {
    nodes {
      value
      firstSeen
      lastSeen
      eventCount {
        value
      }
      events(first: 1) {
        nodes {
          id
          time
          host {
            name
          }
          evt {
            name
          }
          file {
            path
          }
          process {
            executable {
              path
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<PivotOnFilesQuery, PivotOnFilesQueryVariables>;
export const TimeRangeDocument = new TypedDocumentString(`
    query TimeRange($time: DateTimeRange = {gte: "2025-01-01T00:00:00Z"}, $first: Int = 50, $after: String) {
  securityEvents(
    filter: {time: $time}
    orderBy: OLDEST_FIRST
    first: $first
    after: $after
  ) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
        category
        outcome
      }
      title
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<TimeRangeQuery, TimeRangeQueryVariables>;
export const WhoRanWhatDocument = new TypedDocumentString(`
    query WhoRanWhat($time: DateTimeRange, $first: Int = 100, $after: String) {
  securityEvents(filter: {time: $time}, first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
      }
      container {
        id
      }
      process {
        pid
        argv0
        args
        args_truncated
        executable {
          path
        }
        user
        tty
        credentials {
          auid
        }
        parent {
          pid
          comm
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<WhoRanWhatQuery, WhoRanWhatQueryVariables>;
export const WholeDocumentsDocument = new TypedDocumentString(`
    query WholeDocuments($time: DateTimeRange, $first: Int = 5, $after: String) {
  securityEvents(filter: {time: $time}, first: $first, after: $after) {
    nodes {
      id
      kind
      time
      timeSource
      receivedAt
      formats
      host {
        name
      }
      document
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<WholeDocumentsQuery, WholeDocumentsQueryVariables>;