import { chain, fields, table } from './text-layout.js';

/** What the demo reads of the answers to its questions; schema/examples has the questions. */
export interface EventPage<Row> {
  readonly securityEvents: { readonly nodes: readonly Row[] };
}

export interface EventRow {
  readonly id: string;
  readonly time: string;
  readonly host: { readonly name: string };
  readonly title: string | null;
  readonly evt: Partial<Record<'name' | 'category' | 'outcome', string | null>> | null;
  readonly process: ProcessRow | null;
}

export interface ProcessRow {
  readonly pid: number | null;
  readonly comm?: string | null;
  readonly argv0?: string | null;
  readonly args?: readonly string[] | null;
  readonly user: string | null;
  readonly tty?: string | null;
  readonly executable: { readonly path: string | null } | null;
  readonly parent?: { readonly comm: string | null } | null;
  readonly ancestors?: readonly ProcessRow[] | null;
}

export interface AskedEvent extends EventRow {
  readonly timeSource?: string;
  readonly formats?: readonly string[];
  readonly agent?: Readonly<Record<'rule_id' | 'policy_name' | 'version', string | null>> | null;
  readonly container: { readonly id: string | null } | null;
  readonly file?: { readonly path: string | null; readonly package_name: string | null } | null;
}

export function newestAnswer(events: readonly EventRow[], width: number): string[] {
  const rows = events.map(({ time, host, evt, process, title }) => [
    time,
    host.name,
    evt?.name ?? 'agent report',
    title ?? '',
    process?.user ?? '',
    process?.executable?.path ?? process?.comm ?? '',
  ]);
  return table(['time', 'host', 'event', 'title', 'user', 'program'], rows, width);
}

export function eventAnswer(event: AskedEvent | undefined, width: number): string[] {
  if (!event) return ['There is no event.'];
  const { agent, evt, file, process } = event;
  const facts = fields(
    [
      ['title', event.title ?? undefined],
      ['time', `${event.time} (from ${event.timeSource})`],
      ['host', event.host.name],
      ['event', joined([evt?.name, evt?.category, evt?.outcome])],
      ['rule', agent ? joined([agent.rule_id, agent.policy_name, `agent ${agent.version}`]) : undefined],
      ['container', event.container?.id ?? undefined],
      ['file', joined([file?.path, file?.package_name && `package ${file.package_name}`])],
      ['formats', event.formats?.join(', ')],
      ['id', event.id],
    ],
    width,
  );
  if (!process) return facts;
  return [
    ...facts,
    '',
    'Lineage, from the first process of the host to the one that acted:',
    ...lineage(process, width),
  ];
}

/** `ancestors` runs from the nearest to the first: read backwards, it is who started whom. */
function lineage(process: ProcessRow, width: number): string[] {
  const entries = [...(process.ancestors ?? [])].reverse().concat(process);
  const links = entries.map((entry, i) => {
    const isExec = i > 0 && entries[i - 1]?.pid === entry.pid;
    const account = joined([`pid ${entry.pid}`, entry.user, entry.tty, isExec ? 'exec' : undefined]);
    return `${account}: ${commandLine(entry)}`;
  });
  return chain(links, width);
}

/** @param starts of programs in one container, the newest first */
export function containerAnswer(starts: readonly AskedEvent[], width: number): string[] {
  const [newest] = starts;
  if (!newest) return ['No such program was started in a container.'];
  const rows = [...starts]
    .reverse()
    .map(({ time, process }) => [
      time,
      process?.user ?? '',
      process?.tty ?? '',
      process?.parent?.comm ?? '',
      process ? commandLine(process) : '',
    ]);
  return [
    `container ${newest.container?.id} on ${newest.host.name}`,
    '',
    ...table(['time', 'user', 'terminal', 'started by', 'command'], rows, width),
  ];
}

function commandLine({ argv0, args, executable, comm, pid }: ProcessRow): string {
  const program = argv0 || executable?.path || comm || `process ${pid}`;
  return [program, ...(args ?? [])].map((word) => (/\s|^$/.test(word) ? `'${word}'` : word)).join(' ');
}

function joined(parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(', ');
}
