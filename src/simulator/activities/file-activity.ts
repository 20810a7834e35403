import { accounts, people } from '../catalogue/accounts.js';
import type { EventDraft } from '../event-draft.js';
import type { Host } from '../host.js';
import { DAY } from '../instant.js';
import type { JsonObject } from '../json-text.js';
import { baseName, type ProcessImage } from '../process-image.js';

/** `AT_FDCWD`: the path is relative to the folder in which the process works. */
const WORKING_FOLDER = -100;

const OPEN_FLAGS: readonly (readonly [flags: readonly string[], value: number, creates: boolean])[] = [
  [['O_RDONLY', 'O_CLOEXEC'], 524288, false],
  [['O_RDONLY'], 0, false],
  [['O_WRONLY', 'O_APPEND'], 1025, false],
  [['O_RDWR', 'O_CLOEXEC'], 524290, false],
  [['O_CREAT', 'O_WRONLY', 'O_TRUNC'], 577, true],
];

const FOLDERS = ['/etc/app.d', '/opt/releases', '/var/lib/work', '/srv/data', '/root', '/tmp/work'];
const EXTENDED_ATTRIBUTES = [
  ['security.capability', 'security'],
  ['user.checksum', 'user'],
  ['security.selinux', 'security'],
  ['trusted.overlay.opaque', 'trusted'],
] as const;

export function openFile(host: Host, image: ProcessImage): EventDraft {
  const [flags, value, creates] = host.random.pickZipf(OPEN_FLAGS);
  const file = host.workFile(image);
  const destination = creates ? { mode: 0o644, uid: 0, gid: 0 } : undefined;
  const body = { file: { ...file, ...pathError(host), flags, destination } };
  return {
    ...draft(host, image, 'open', body),
    syscall: call('open', { path: file.path, flags: value, mode: creates ? 0o644 : 0 }),
  };
}

export function chmodFile(host: Host, image: ProcessImage): EventDraft {
  const file = host.workFile(image);
  const mode = host.random.pick([0o644, 0o600, 0o755, 0o640]);
  return {
    ...draft(host, image, 'chmod', { file: { ...file, destination: { mode, uid: 0, gid: 0 } } }),
    syscall: call('chmod', { path: file.path, mode }),
  };
}

/** -1 leaves the user or the group as it is. */
export function chownFile(host: Host, image: ProcessImage): EventDraft {
  const file = host.workFile(image);
  const owner = host.random.pick([accounts.app, accounts.arbitrary, accounts.containerRedis, ...people]);
  const uid = host.random.chance(0.3) ? -1 : owner.uid;
  const gid = host.random.chance(0.3) ? -1 : owner.gid;
  return {
    ...draft(host, image, 'chown', { file: { ...file, destination: { uid, gid } } }),
    syscall: call('chown', { path: file.path, uid, gid }),
  };
}

export function changeFolder(host: Host, image: ProcessImage): EventDraft {
  const folder = folderOf(host, image);
  return { ...draft(host, image, 'chdir', { file: folder }), syscall: call('chdir', { path: folder.path }) };
}

export function makeFolder(host: Host, image: ProcessImage): EventDraft {
  const folder = folderOf(host, image);
  return draft(host, image, 'mkdir', { file: { ...folder, destination: { mode: 0o755, uid: 0, gid: 0 } } });
}

export function removeFolder(host: Host, image: ProcessImage): EventDraft {
  return draft(host, image, 'rmdir', { file: folderOf(host, image) });
}

/** Written beside the old file, then moved over it: how careful programs save. */
export function renameFile(host: Host, image: ProcessImage): EventDraft {
  const target = host.workFile(image);
  const path = `${target.path}.tmp`;
  const source = { ...target, path, name: `${target.name}.tmp` };
  return {
    ...draft(host, image, 'rename', { file: { ...source, destination: target } }),
    syscall: call('rename', { path, destination_path: target.path }),
  };
}

export function linkFile(host: Host, image: ProcessImage): EventDraft {
  const file = host.workFile(image);
  const path = `/var/backups/${file.name}`;
  return {
    ...draft(host, image, 'link', { file: { ...file, destination: { ...file, path, name: baseName(path) } } }),
    syscall: call('link', { path: file.path, destination_path: path }),
  };
}

export function unlinkFile(host: Host, image: ProcessImage): EventDraft {
  const path = `/tmp/tmp.${host.random.hex(8)}`;
  const file = host.random.chance(0.6) ? host.workFile(image) : host.temporaryFile(image, path);
  return {
    ...draft(host, image, 'unlink', { file }),
    syscall: call('unlink', { path: file.path, flags: 0, dirfd: WORKING_FOLDER }),
  };
}

export function setTimes(host: Host, image: ProcessImage): EventDraft {
  const file = host.workFile(image);
  const earlier = host.date(host.now - host.random.below(200 * DAY));
  const destination = { uid: 0, gid: 0, access_time: earlier, modification_time: earlier };
  return {
    ...draft(host, image, 'utimes', { file: { ...file, destination } }),
    syscall: call('utimes', { path: file.path }),
  };
}

export function setAttribute(host: Host, image: ProcessImage): EventDraft {
  return draft(host, image, 'setxattr', { file: { ...host.workFile(image), destination: attribute(host) } });
}

export function removeAttribute(host: Host, image: ProcessImage): EventDraft {
  return draft(host, image, 'removexattr', { file: { ...host.workFile(image), destination: attribute(host) } });
}

export function splicePipe(host: Host, image: ProcessImage): EventDraft {
  const flag = host.random.chance(0.1) ? 'PIPE_BUF_FLAG_CAN_MERGE' : '';
  return draft(host, image, 'splice', {
    splice: { pipe_entry_flag: flag, pipe_exit_flag: '' },
    file: host.workFile(image),
  });
}

function draft(host: Host, image: ProcessImage, name: string, body: JsonObject): EventDraft {
  const outcome = host.random.chance(0.94) ? 'Success' : host.random.pick(['Refused', 'Error'] as const);
  return { name, category: 'File Activity', image, outcome, body };
}

function call(name: string, args: JsonObject): { name: string; args: JsonObject } {
  return { name, args };
}

function folderOf(host: Host, image: ProcessImage): JsonObject {
  const path = `${host.random.pickZipf(FOLDERS)}/${host.random.zipf(40) + 1}`;
  return { ...host.systemFile(path, image.container), mode: 0o40755 };
}

function attribute(host: Host): JsonObject {
  const [attribute_name, attribute_namespace] = host.random.pick(EXTENDED_ATTRIBUTES);
  return { uid: 0, gid: 0, attribute_name, attribute_namespace };
}

/** Now and then the agent cannot tell the whole path. */
function pathError(host: Host): JsonObject {
  return host.random.chance(0.005) ? { path_resolution_error: 'truncated_parents' } : {};
}
