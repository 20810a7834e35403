import { express, type AgentGeneration, type GenerationName } from './agent-generation.js';
import { credentialFields } from './credentials.js';
import type { FileTable } from './file-table.js';
import { formatInstant, type Micros } from './instant.js';
import { JsonText, type JsonObject } from './json-text.js';
import { ancestorsOf, baseName, type ProcessImage } from './process-image.js';

/** The kernel's limit for a command name. */
const COMM_LENGTH = 15;

const NOBODY_KNOWS: JsonObject = {
  uid: 0,
  gid: 0,
  euid: 0,
  egid: 0,
  fsuid: 0,
  fsgid: 0,
  auid: 0,
  cap_effective: [],
  cap_permitted: [],
};

/**
 * Writes processes with their lineage. Most events repeat processes that others spoke of before: their text is made
 * once and copied from then on, which is what makes the simulator fast.
 */
export class ProcessWriter {
  constructor(
    private readonly files: FileTable,
    private readonly offsetMinutes: number,
  ) {}

  /** A `ProcessContext`: the process, its parent, its ancestors. `extra` adds or replaces fields of the process. */
  context(image: ProcessImage, generation: AgentGeneration, extra?: JsonObject): JsonText {
    return this.contextWithLineage(image, image, generation, extra);
  }

  /** A process above which stand the ancestors of another one, as agents send the target of a signal. */
  contextWithLineage(
    image: ProcessImage,
    lineageOf: ProcessImage,
    generation: AgentGeneration,
    extra?: JsonObject,
  ): JsonText {
    const own = extra ? this.changed(image, generation, extra) : this.own(image, generation);
    const lineage = [...ancestorsOf(lineageOf)].map((ancestor) => this.inLineage(ancestor, generation).text);
    if (lineage.length === 0) return own;
    return new JsonText(`{"parent":${lineage[0]},"ancestors":[${lineage.join(',')}],${own.text.slice(1)}`);
  }

  private own(image: ProcessImage, generation: AgentGeneration): JsonText {
    return remember(image.texts.own, generation, () => this.changed(image, generation, {}));
  }

  private changed(image: ProcessImage, generation: AgentGeneration, extra: JsonObject): JsonText {
    return express(generation, 'ProcessContext', { ...this.fields(image, generation), ...extra });
  }

  private inLineage(image: ProcessImage, generation: AgentGeneration): JsonText {
    return remember(image.texts.inLineage, generation, () => {
      const fields = this.fields(image, generation);
      return express(generation, 'Process', repeatsNext(image) ? withoutArguments(fields) : fields);
    });
  }

  private fields(image: ProcessImage, generation: AgentGeneration): JsonObject {
    if (image.kind === 'kworker') return kworkerFields(image);
    const { account } = image.credentials;
    return {
      pid: image.pid,
      ppid: image.ppid,
      tid: image.tid,
      uid: account.uid,
      gid: account.gid,
      user: account.user,
      group: account.group,
      comm: baseName(image.path).slice(0, COMM_LENGTH),
      tty: image.tty,
      fork_time: this.date(image.forkTime),
      exec_time: image.execTime && this.date(image.execTime),
      exit_time: image.exitTime && this.date(image.exitTime),
      credentials: credentialFields(image.credentials),
      user_session: image.session,
      executable: this.files.of(image.path, image.container),
      interpreter: image.interpreter ? this.files.of(image.interpreter, image.container) : undefined,
      container: image.container && { id: image.container.id, created_at: this.date(image.container.createdAt) },
      argv0: image.argv0,
      args: image.args.length > 0 ? image.args : undefined,
      args_truncated: image.args.length > 11 || undefined,
      envs: image.envs.length > 0 ? image.envs : undefined,
      is_thread: image.kind === 'fork' || undefined,
      is_exec_child: image.isExecChild || undefined,
      source: image.source,
      ...(generation.contract ? {} : fieldsOfNewerAgents(image)),
    };
  }

  private date(instant: Micros): string {
    return formatInstant(instant, this.offsetMinutes);
  }
}

/** Kernel workers carry little more than a pid. */
function kworkerFields({ pid, tid }: ProcessImage): JsonObject {
  return { pid, tid, uid: 0, gid: 0, credentials: NOBODY_KNOWS, is_kworker: true, source: 'event' };
}

/** A forked copy has the arguments of the entry that follows it, and agents do not say the same twice. */
function repeatsNext(image: ProcessImage): boolean {
  return image.kind === 'fork';
}

function withoutArguments(fields: JsonObject): JsonObject {
  return { ...fields, argv0: undefined, args: undefined, args_truncated: undefined, envs: undefined };
}

/** Fields that no contract knows. */
function fieldsOfNewerAgents(image: ProcessImage): JsonObject {
  return {
    fork_flags: image.kind === 'fork' ? 17 : 0x1200011,
    cgroup: image.container && { id: image.container.cgroup },
    caps_used: image.credentials.effectiveCapabilities.slice(0, 2),
  };
}

function remember(texts: Map<GenerationName, JsonText>, { name }: AgentGeneration, write: () => JsonText): JsonText {
  let text = texts.get(name);
  if (!text) {
    text = write();
    texts.set(name, text);
  }
  return text;
}
