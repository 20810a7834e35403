import { rootCredentials, type Credentials } from './credentials.js';
import type { Micros } from './instant.js';
import { baseName, type Launch, type ProcessImage } from './process-image.js';
import type { Random } from './random.js';

/** Pids below are kept for the boot: the kernel skips them, too, when its counter starts over. */
const FIRST_PID_AFTER_BOOT = 300;

const NO_ENVS: readonly string[] = [];

/** The processes of one host that are alive, with the only ways in which they come, change and go. */
export class ProcessTable {
  readonly init: ProcessImage;
  private readonly kernelThreadParent: ProcessImage;
  private readonly imagesByPid = new Map<number, ProcessImage>();
  private lastPid = 2;

  constructor(
    private readonly random: Random,
    private readonly pidLimit: number,
    bootTime: Micros,
  ) {
    this.init = this.add({
      ...unborn(1, undefined, bootTime),
      kind: 'program',
      path: '/usr/lib/systemd/systemd',
      argv0: '/sbin/init',
      envs: ['HOME=/', 'TERM=linux', 'BOOT_IMAGE', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      source: 'procfs_snapshot',
      execTime: bootTime,
    });
    this.kernelThreadParent = this.add({ ...unborn(2, undefined, bootTime), kind: 'kworker' });
  }

  /** Fork and execute: a new pid with a program of its own. */
  start(parent: ProcessImage, launch: Launch, at: Micros): ProcessImage {
    const execTime = Math.max(at - this.random.between(20, 900), startTime(parent) + 2);
    const forkTime = Math.max(execTime - this.random.between(100, 5000), startTime(parent) + 1);
    const child = { ...childOf(parent, this.freePid(), forkTime), ...programOf(launch), execTime };
    return this.add(child);
  }

  /** Fork only: a worker, which shares program and arguments with its parent. */
  fork(parent: ProcessImage, at: Micros, worker: Pick<Launch, 'credentials' | 'source'> = {}): ProcessImage {
    const forkTime = Math.max(at - this.random.between(20, 900), startTime(parent) + 1);
    return this.add({ ...childOf(parent, this.freePid(), forkTime), source: 'event', ...worker, kind: 'fork' });
  }

  /** Execute again on the same pid: the image before ends, and is the nearest ancestor from now on. */
  exec(before: ProcessImage, launch: Launch, at: Micros): ProcessImage {
    const execTime = Math.max(at - this.random.between(20, 900), startTime(before) + 1);
    this.end(before, execTime);
    const after = { ...childOf(before, before.pid, before.forkTime), ...programOf(launch) };
    return this.add({ ...after, ppid: before.ppid, execTime, isExecChild: before.kind === 'program' });
  }

  kworker(at: Micros): ProcessImage {
    return this.add({ ...childOf(this.kernelThreadParent, this.freePid(), at), kind: 'kworker' });
  }

  exit(image: ProcessImage, at: Micros): void {
    this.end(image, Math.max(at - this.random.between(5, 200), startTime(image) + 1));
    this.imagesByPid.delete(image.pid);
  }

  /** Processes that came and went without an event have used up pids. */
  skipPids(count: number): void {
    this.lastPid = Math.max(FIRST_PID_AFTER_BOOT, (this.lastPid + count) % this.pidLimit);
  }

  changeCredentials(image: ProcessImage, credentials: Credentials): void {
    image.credentials = credentials;
    forgetTexts(image);
  }

  private end(image: ProcessImage, at: Micros): void {
    image.exitTime = at;
    forgetTexts(image);
  }

  private add(image: ProcessImage): ProcessImage {
    this.imagesByPid.set(image.pid, image);
    return image;
  }

  /** The kernel counts up and starts over at the limit, so a pid comes back only after all others. */
  private freePid(): number {
    do {
      this.lastPid += this.random.between(1, 3);
      if (this.lastPid >= this.pidLimit) this.lastPid = FIRST_PID_AFTER_BOOT;
    } while (this.imagesByPid.has(this.lastPid));
    return this.lastPid;
  }
}

/** When the image came to be. */
export function startTime(image: ProcessImage): Micros {
  return image.execTime ?? image.forkTime;
}

function unborn(pid: number, parent: ProcessImage | undefined, forkTime: Micros): ProcessImage {
  return {
    kind: 'program',
    pid,
    tid: pid,
    ppid: parent?.pid ?? 0,
    parent,
    depth: parent ? parent.depth + 1 : 0,
    path: '',
    interpreter: undefined,
    argv0: '',
    args: [],
    envs: NO_ENVS,
    container: undefined,
    tty: undefined,
    session: undefined,
    workload: undefined,
    source: 'event',
    forkTime,
    execTime: undefined,
    isExecChild: false,
    exitTime: undefined,
    credentials: rootCredentials(),
    texts: { own: new Map(), inLineage: new Map() },
  };
}

/** All that a child has from its parent. */
function childOf(parent: ProcessImage, pid: number, forkTime: Micros): ProcessImage {
  const { path, interpreter, argv0, args, envs, container, tty, session, workload, source, credentials } = parent;
  return {
    ...unborn(pid, parent, forkTime),
    ...{ path, interpreter, argv0, args, envs, container, tty, session, workload, source, credentials },
  };
}

function programOf(launch: Launch) {
  return {
    source: 'event' as const,
    ...launch,
    kind: 'program' as const,
    args: launch.args ?? [],
    argv0: launch.argv0 ?? baseName(launch.path),
    interpreter: launch.interpreter,
  };
}

function forgetTexts(image: ProcessImage): void {
  image.texts.own.clear();
  image.texts.inLineage.clear();
}
