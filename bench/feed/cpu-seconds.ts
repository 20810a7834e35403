import { readdirSync, readFileSync } from 'node:fs';

/** How the kernel counts processor time: hundredths of a second. */
const TICKS = 100;

/** Seconds of processor that a process has used; NaN where the system does not tell. */
export function cpuSeconds(pid: number): number {
  const stat = readStat(pid);
  return stat ? stat.own : Number.NaN;
}

/** The same with all its children, those that have ended included: PostgreSQL is a process for each connection. */
export function cpuSecondsOfFamily(pid: number): number {
  const stat = readStat(pid);
  if (!stat) return Number.NaN;
  let seconds = stat.own + stat.ended;
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (child?.parent === pid) seconds += child.own + child.ended;
  }
  return seconds;
}

interface Stat {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended. */
  readonly ended: number;
}

function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may have anything in it: state, parent, ..., utime, stime, cutime, cstime.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, own: (user + system) / TICKS, ended: (endedUser + endedSystem) / TICKS };
  } catch {
    return undefined;
  }
}
