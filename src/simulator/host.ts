import type { AgentGeneration, GenerationName } from './agent-generation.js';
import { ROOT, type Account } from './catalogue/accounts.js';
import type { ContainerImage } from './catalogue/container-images.js';
import { internalAddresses } from './catalogue/network.js';
import type { Container } from './container.js';
import { FileTable, type FileDescription } from './file-table.js';
import { DAY, formatInstant, MINUTE, type Micros } from './instant.js';
import type { Launch, ProcessImage } from './process-image.js';
import { ProcessTable } from './process-table.js';
import { ProcessWriter } from './process-writer.js';
import { Random } from './random.js';

export interface HostDescription {
  readonly name: string;
  readonly role: string;
  readonly seed: number;
  readonly start: Micros;
}

/** A container with its processes. The shim outlives them: it is their parent on the host. */
export interface RunningContainer {
  readonly container: Container;
  readonly image: ContainerImage;
  readonly shim: ProcessImage;
  /** The application and its workers; the application first. */
  readonly processes: readonly ProcessImage[];
}

/** What lies there belongs to root, whoever works on it. */
const SYSTEM_FOLDERS = /^\/(etc|usr|proc|sys|run|opt)\//;

const UTC_OFFSETS = [120, -300, 330, 540, 60];
const FULL_PID_RANGE = 4_194_304;
const OLD_PID_RANGE = 32_768;

/** One machine: its clock, files, processes and containers. Activities and stories change it. */
export class Host {
  readonly name: string;
  readonly role: string;
  readonly random: Random;
  /** Minutes east of UTC: most machines run on UTC. */
  readonly offsetMinutes: number;
  readonly bootTime: Micros;
  readonly usesXfs: boolean;
  readonly address: string;
  readonly files: FileTable;
  readonly processes: ProcessTable;
  readonly writer: ProcessWriter;

  /** Long-lived processes outside containers, the busiest first. */
  readonly daemons: ProcessImage[] = [];
  /** The busiest first. */
  readonly containers: RunningContainer[] = [];
  readonly kworkers: ProcessImage[] = [];

  private clock: Micros;
  private readonly agentVersions = new Map<GenerationName, string>();

  constructor({ name, role, seed, start }: HostDescription) {
    const random = new Random(`host ${seed} ${name}`);
    this.name = name;
    this.role = role;
    this.random = random;
    this.offsetMinutes = random.chance(0.15) ? random.pick(UTC_OFFSETS) : 0;
    this.bootTime = start - random.between(60, 30 * 24 * 60) * MINUTE - random.below(MINUTE);
    this.clock = this.bootTime;
    this.usesXfs = random.chance(0.3);
    this.address = random.pick(internalAddresses);
    this.files = new FileTable(name, this.usesXfs ? 'xfs' : 'ext4', this.bootTime - 30 * DAY, this.offsetMinutes);
    this.processes = new ProcessTable(random, random.chance(0.2) ? OLD_PID_RANGE : FULL_PID_RANGE, this.bootTime);
    this.writer = new ProcessWriter(this.files, this.offsetMinutes);
  }

  get now(): Micros {
    return this.clock;
  }

  /** Time moves forward only: no two events of a host bear the same time. */
  advanceTo(instant: Micros): void {
    this.clock = Math.max(instant, this.clock + 1);
  }

  date(instant: Micros = this.clock): string {
    return formatInstant(instant, this.offsetMinutes);
  }

  /** The patch version that this host runs of that generation of agents. */
  agentVersion({ name, versions }: AgentGeneration): string {
    let version = this.agentVersions.get(name);
    if (!version) this.agentVersions.set(name, (version = this.random.pick(versions)));
    return version;
  }

  start(parent: ProcessImage, launch: Launch): ProcessImage {
    return this.processes.start(parent, launch, this.clock);
  }

  fork(parent: ProcessImage, worker?: Pick<Launch, 'credentials' | 'source'>): ProcessImage {
    return this.processes.fork(parent, this.clock, worker);
  }

  exec(before: ProcessImage, launch: Launch): ProcessImage {
    return this.processes.exec(before, launch, this.clock);
  }

  exit(image: ProcessImage): void {
    this.processes.exit(image, this.clock);
  }

  /** Another long-lived process of the same container, or of the host; itself where it is alone. */
  siblingOf(image: ProcessImage): ProcessImage {
    const siblings = this.containers.find(({ container }) => container === image.container)?.processes ?? this.daemons;
    const others = siblings.filter((sibling) => sibling !== image);
    return others.length > 0 ? this.random.pick(others) : image;
  }

  /** One of the files that the process works on. */
  workFile(image: ProcessImage): FileDescription {
    const path = this.workPath(image);
    const owner = SYSTEM_FOLDERS.test(path) ? ROOT : image.credentials.account;
    return this.files.of(path, image.container, owner);
  }

  /** A file that nobody will see again. */
  temporaryFile(image: ProcessImage, path: string): FileDescription {
    return this.files.temporary(path, image.container, image.credentials.account, this.clock);
  }

  systemFile(path: string, container?: Container, owner?: Account): FileDescription {
    return this.files.of(path, container, owner);
  }

  private workPath(image: ProcessImage): string {
    const files = image.workload?.files ?? [];
    const path = files.length > 0 ? this.random.pickZipf(files) : '/etc/ld.so.cache';
    return path.replace('{n}', String(this.random.zipf(120) + 1));
  }
}
