/** Where the fields of each event stand in its JSON. */
export interface EventPlace {
  /** Leads to the object whose fields the event's are. */
  readonly path: readonly string[];
  readonly definition: string;
}

const FILE_EVENTS = [
  'chdir',
  'chmod',
  'chown',
  'link',
  'mkdir',
  'open',
  'removexattr',
  'rename',
  'rmdir',
  'setxattr',
  'unlink',
  'utimes',
];

/** Events whose fields stand in a root object of the event's name. */
const ROOT_EVENTS: Readonly<Record<string, string>> = {
  bind: 'BindEvent',
  bpf: 'BPFEvent',
  dns: 'DNSEvent',
  imds: 'IMDSEvent',
  mmap: 'MMapEvent',
  mount: 'MountEvent',
  mprotect: 'MProtectEvent',
  ptrace: 'PTraceEvent',
  selinux: 'SELinuxEvent',
  signal: 'SignalEvent',
  splice: 'SpliceEvent',
};

const PLACES: ReadonlyMap<string, EventPlace> = new Map([
  ...FILE_EVENTS.map((event) => [event, { path: ['file'], definition: 'FileEvent' }] as const),
  ...Object.entries(ROOT_EVENTS).map(([event, definition]) => [event, { path: [event], definition }] as const),
  ['exec', { path: ['process'], definition: 'ProcessContext' }],
  ['exit', { path: ['process'], definition: 'ProcessContext' }],
  ['load_module', { path: ['module'], definition: 'ModuleEvent' }],
  ['unload_module', { path: ['module'], definition: 'ModuleEvent' }],
]);

/** Events that tell what the credentials of the process become. */
export const CREDENTIAL_EVENTS: readonly string[] = ['capset', 'setgid', 'setuid'];

/** Events of newer agents, which no contract describes. */
export const NEWER_EVENTS: readonly string[] = ['accept', 'connect'];

/** Undefined for a word that is no event of the kind. */
export function eventPlace(event: string): EventPlace | undefined {
  return PLACES.get(event);
}

export function isEventName(word: string): boolean {
  return PLACES.has(word) || CREDENTIAL_EVENTS.includes(word) || NEWER_EVENTS.includes(word);
}

export function eventNames(): string[] {
  return [...PLACES.keys(), ...CREDENTIAL_EVENTS, ...NEWER_EVENTS];
}
