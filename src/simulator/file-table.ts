import { ROOT, type Account } from './catalogue/accounts.js';
import { packageByPath } from './catalogue/packages.js';
import type { Container } from './container.js';
import { DAY, formatInstant, SECOND, ZERO_FILE_TIME, type Micros } from './instant.js';
import type { JsonObject } from './json-text.js';
import { baseName } from './process-image.js';
import { Random } from './random.js';

const REGULAR_FILE = 0o100000;
const SETUID_PROGRAMS = new Set(['sudo', 'su', 'passwd', 'mount']);

/** A file as events describe it. */
export interface FileDescription extends JsonObject {
  readonly path: string;
  readonly name: string;
}

/** The files of one host: the same path has the same inode, owner and times whenever an event speaks of it. */
export class FileTable {
  private readonly files = new Map<string, FileDescription>();

  constructor(
    private readonly host: string,
    private readonly filesystem: 'ext4' | 'xfs',
    private readonly installedAt: Micros,
    private readonly offsetMinutes: number,
  ) {}

  /** A file that is there for long. */
  of(path: string, container?: Container, owner: Account = ROOT): FileDescription {
    const files = container?.files ?? this.files;
    let file = files.get(path);
    if (!file) {
      file = this.describe(path, container, owner);
      files.set(path, file);
    }
    return file;
  }

  /** A file that comes and goes, and is therefore not remembered. */
  temporary(path: string, container: Container | undefined, owner: Account, now: Micros): FileDescription {
    const changed = formatInstant(now, this.offsetMinutes);
    const file = this.describe(path, container, owner);
    return { ...file, in_upper_layer: container && true, modification_time: changed, change_time: changed };
  }

  private describe(path: string, container: Container | undefined, owner: Account): FileDescription {
    // Containers of one image share the layer that the file lies in, and so its inode.
    const random = new Random(`${this.host} ${container?.image.name ?? ''} ${path}`);
    const executable = isExecutable(path);
    const [packageName, packageVersion] = (container ? undefined : packageByPath[path]) ?? [];
    return {
      path,
      name: baseName(path),
      inode: this.inode(random, container),
      mode: REGULAR_FILE | modeOf(path, executable),
      in_upper_layer: container ? !executable && random.chance(0.5) : undefined,
      mount_id: container?.mountId ?? 29,
      filesystem: container ? 'overlay' : this.filesystem,
      uid: owner.uid,
      gid: owner.gid,
      user: owner.user,
      group: owner.group,
      ...this.times(random, executable),
      package_name: packageName,
      package_version: packageVersion,
      ...hashesOf(path, container, random, executable),
      ...(container && { mount_path: '/', mount_source: 'mount_id', mount_origin: 'event' }),
    };
  }

  /** Overlay and large xfs volumes use the high bits, past 2^53, to tell layers and allocation groups apart. */
  private inode(random: Random, container: Container | undefined): number | bigint {
    if (random.chance(0.02)) return (1n << 63n) | (random.uint64() >> 3n);
    if (this.filesystem === 'xfs' && !container) return random.between(2 ** 31, 2 ** 37);
    return random.between(131_073, 60_000_000);
  }

  private times(random: Random, executable: boolean): JsonObject {
    if (random.chance(0.01)) return { modification_time: ZERO_FILE_TIME, change_time: ZERO_FILE_TIME };
    const changed = this.installedAt - random.below(90 * DAY);
    // A package brings the time of its build, in whole seconds.
    const built = Math.floor((changed - random.below(300 * DAY)) / SECOND) * SECOND;
    return {
      modification_time: formatInstant(executable ? built : changed, this.offsetMinutes),
      change_time: formatInstant(changed, this.offsetMinutes),
    };
  }
}

function isExecutable(path: string): boolean {
  return /(^|\/)s?bin\/|\.sh$|\/erts-|entrypoint|^\/gateway$|\/lib\/(systemd|gcc)\//.test(path);
}

function modeOf(path: string, executable: boolean): number {
  if (executable) return SETUID_PROGRAMS.has(baseName(path)) ? 0o4755 : 0o755;
  return /shadow|\.key$|\.env$|cookie|crontabs/.test(path) ? 0o640 : 0o644;
}

/** The same program has the same hashes on every host; data files are rarely hashed. */
function hashesOf(path: string, container: Container | undefined, random: Random, executable: boolean): JsonObject {
  if (!executable) return { hash_state: random.chance(0.9) ? 'NoHash' : 'FileTooBig' };
  const content = new Random(`content ${container?.image.name ?? ''} ${path}`);
  if (content.chance(0.6)) return { hash_state: 'HashWasRateLimited' };
  return { hash_state: 'Done', hashes: [`sha1:${content.hex(40)}`, `sha256:${content.hex(64)}`] };
}
