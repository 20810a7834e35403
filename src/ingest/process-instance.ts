import { isLineageRoot } from '../event-format/lineage-root.js';
import type { Row } from '../storage/fill-row.js';
import { named, type ContentIds } from './content-id.js';
import type { RowOwner } from './row-collector.js';

export interface ProcessInstance {
  readonly id: string;
  readonly identity: 'EXACT' | 'APPROXIMATE';
}

/** An instance, and what a report says of where it stands. */
export interface ReportedInstance extends ProcessInstance {
  /** A lineage may end with it. */
  readonly isRoot: boolean;
}

/**
 * The process behind a snapshot, from the snapshot's columns: host, pid and the moment of its exec, or fork, name it
 * exactly. Without a time, host, pid, executable path and comm have to do. The id's milliseconds are that moment (0
 * without), so that instances sort by their start.
 */
export function processInstance(
  ids: ContentIds,
  owner: RowOwner,
  row: Row,
  executablePath: string | undefined,
): ProcessInstance {
  const pid = columnText(row['pid']);
  const start = positive(row['exec_time']) ?? positive(row['fork_time']);
  if (start !== undefined) {
    const milliseconds = Math.min(Number(start.slice(0, -6)), MAX_MILLISECONDS);
    return { id: ids.id(milliseconds, named(['instance', owner.host, pid, start])), identity: 'EXACT' };
  }
  const name = named(['instance', owner.host, pid, executablePath ?? '', columnText(row['comm'])]);
  return { id: ids.id(0, name), identity: 'APPROXIMATE' };
}

/** Whether the process of a row is one that a lineage may end with. */
export function isRoot({ pid, ppid, is_kworker: isKernelWorker }: Row): boolean {
  return isLineageRoot({ pid: columnNumber(pid), ppid: columnNumber(ppid), isKernelWorker: isKernelWorker === true });
}

/** What 48 bits hold. */
const MAX_MILLISECONDS = 2 ** 48 - 1;

/** Agents write year 1 or 1970 where they know no time. */
function positive(nanoseconds: Row[string] | undefined): string | undefined {
  const text = columnText(nanoseconds);
  return text.startsWith('-') || text === '0' || text === '' ? undefined : text;
}

function columnNumber(value: Row[string] | undefined): number | undefined {
  const text = columnText(value);
  return text === '' ? undefined : Number(text);
}

function columnText(value: Row[string] | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
