import type { CountedDimension } from '../storage/counted-dimension.js';

/** Something by which events are grouped and counted. */
export interface Dimension {
  readonly description: string;
  /** Keys of the JSON, from the event down; by name what is ours. */
  readonly path: readonly string[] | 'host' | 'kind' | 'service' | 'tags';
  /** What ingest counts already. */
  readonly counted?: CountedDimension;
}

/** Every dimension, by its name in the API. */
export const DIMENSIONS = {
  KIND: { path: 'kind', counted: 'KIND', description: 'Whether the event speaks of the host or of the agent itself.' },
  HOST: { path: 'host', counted: 'HOST', description: 'Name of the machine.' },
  SERVICE: { path: 'service', description: "The service that the event's agent names." },
  TAG: { path: 'tags', description: "Each of the tags that the event's agent gives it." },
  EVENT_NAME: {
    path: ['evt', 'name'],
    counted: 'EVENT_NAME',
    description: '`evt.name`: what happened, such as `exec`.',
  },
  CATEGORY: { path: ['evt', 'category'], counted: 'CATEGORY', description: '`evt.category`.' },
  OUTCOME: { path: ['evt', 'outcome'], counted: 'OUTCOME', description: '`evt.outcome`: whether it succeeded.' },
  RULE: { path: ['agent', 'rule_id'], counted: 'RULE', description: '`agent.rule_id`: the rule that matched.' },
  POLICY: { path: ['agent', 'policy_name'], description: '`agent.policy_name`: the policy of the rule.' },
  AGENT_VERSION: { path: ['agent', 'version'], description: '`agent.version`.' },
  CONTAINER: { path: ['container', 'id'], description: '`container.id`.' },
  USER: { path: ['usr', 'id'], description: '`usr.id`: the user, as the event names it.' },
  PROCESS_USER: { path: ['process', 'user'], description: '`process.user`: the user that the process runs as.' },
  PROCESS_COMM: { path: ['process', 'comm'], description: '`process.comm`: the name that the process gives itself.' },
  EXECUTABLE_PATH: { path: ['process', 'executable', 'path'], description: '`process.executable.path`.' },
  EXECUTABLE_NAME: { path: ['process', 'executable', 'name'], description: '`process.executable.name`.' },
  EXECUTABLE_PACKAGE: {
    path: ['process', 'executable', 'package_name'],
    description: '`process.executable.package_name`: the package that the executable came with.',
  },
  FILE_PATH: { path: ['file', 'path'], description: '`file.path`.' },
  FILE_NAME: { path: ['file', 'name'], description: '`file.name`.' },
  FILE_HASH: { path: ['file', 'hashes'], description: '`file.hashes`: every hash of a file counts the event.' },
  FILE_PACKAGE: { path: ['file', 'package_name'], description: '`file.package_name`.' },
  DESTINATION_IP: { path: ['network', 'destination', 'ip'], description: '`network.destination.ip`.' },
  DESTINATION_PORT: { path: ['network', 'destination', 'port'], description: '`network.destination.port`.' },
  SOURCE_IP: { path: ['network', 'source', 'ip'], description: '`network.source.ip`.' },
  L4_PROTOCOL: { path: ['network', 'l4_protocol'], description: '`network.l4_protocol`.' },
  DNS_NAME: { path: ['dns', 'question', 'name'], description: '`dns.question.name`: the name that was asked for.' },
} as const satisfies Readonly<Record<string, Dimension>>;

export type DimensionName = keyof typeof DIMENSIONS;

export const dimensionNames = Object.keys(DIMENSIONS) as DimensionName[];

export function dimension(name: DimensionName): Dimension {
  return DIMENSIONS[name];
}
