import type { GenerationName } from './agent-generation.js';
import type { Container } from './container.js';
import type { Credentials } from './credentials.js';
import type { Micros } from './instant.js';
import type { JsonObject, JsonText } from './json-text.js';

/**
 * One program that a pid runs: an *image*. A pid that executes again becomes a new image, whose parent is the image
 * before it. A worker that never executes is an image too: a forked copy of its parent.
 */
export interface ProcessImage {
  readonly kind: 'program' | 'fork' | 'kworker';
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
  /** The next entry of the lineage. */
  readonly parent: ProcessImage | undefined;
  /** Entries of the lineage above this one. */
  readonly depth: number;
  readonly path: string;
  readonly interpreter: string | undefined;
  readonly argv0: string;
  readonly args: readonly string[];
  readonly envs: readonly string[];
  readonly container: Container | undefined;
  readonly tty: string | undefined;
  readonly session: JsonObject | undefined;
  readonly workload: Workload | undefined;
  /** How the agent learnt of the process. */
  readonly source: 'event' | 'procfs_snapshot';
  readonly forkTime: Micros;
  /** Absent for forked copies. */
  readonly execTime: Micros | undefined;
  /** True when the pid had executed a program before. */
  readonly isExecChild: boolean;

  exitTime: Micros | undefined;
  credentials: Credentials;
  /** The JSON of this image by agent generation, kept until the image changes. */
  readonly texts: ProcessTexts;
}

/** What a process does all day. */
export interface Workload {
  /** Files that it works on; `{n}` stands for a number. */
  readonly files: readonly string[];
  readonly ports: readonly number[];
  /** Shell commands that it starts now and then. */
  readonly errands: readonly string[];
}

export interface ProcessTexts {
  /** As the process of an event. */
  readonly own: Map<GenerationName, JsonText>;
  /** As a parent or an ancestor. */
  readonly inLineage: Map<GenerationName, JsonText>;
}

/** A program about to be executed. What is absent stays as the parent has it. */
export interface Launch {
  readonly path: string;
  readonly args?: readonly string[];
  readonly argv0?: string;
  readonly interpreter?: string;
  readonly envs?: readonly string[];
  readonly credentials?: Credentials;
  readonly container?: Container;
  readonly tty?: string;
  readonly session?: JsonObject;
  readonly workload?: Workload;
  readonly source?: ProcessImage['source'];
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Every image above this one, the nearest first. */
export function* ancestorsOf(image: ProcessImage): Generator<ProcessImage, void> {
  for (let ancestor = image.parent; ancestor; ancestor = ancestor.parent) yield ancestor;
}
