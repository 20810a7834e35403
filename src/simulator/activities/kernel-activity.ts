import {
  bpfMaps,
  bpfPrograms,
  modules,
  ptraceRequests,
  selinuxBooleans,
  signals,
  syscalls,
} from '../catalogue/kernel.js';
import { knowsRoot, type AgentGeneration } from '../agent-generation.js';
import type { EventCategory, EventDraft } from '../event-draft.js';
import type { Host } from '../host.js';
import type { JsonObject } from '../json-text.js';
import type { ProcessImage } from '../process-image.js';
import { Random } from '../random.js';

const PAGE = 4096;

export function useBpf(host: Host, image: ProcessImage): EventDraft {
  if (host.random.chance(0.4)) {
    const [name, map_type] = host.random.pick(bpfMaps);
    return draft(image, 'bpf', { bpf: { cmd: 'BPF_MAP_CREATE', map: { name, map_type } } });
  }
  const program = host.random.pickZipf(bpfPrograms);
  const tag = new Random(`bpf ${program.name}`).hex(16);
  const { name, type: program_type, attach: attach_type, helpers } = program;
  return draft(image, 'bpf', {
    bpf: { cmd: 'BPF_PROG_LOAD', program: { name, tag, program_type, attach_type, helpers } },
  });
}

/** Offset and length are uint64: a process may ask for anything. */
export function mapMemory(host: Host, image: ProcessImage): EventDraft {
  const { random } = host;
  const anonymous = random.chance(0.4);
  const wild = random.chance(0.06);
  const mmap = {
    address: address(random),
    offset: wild ? random.uint64() : random.below(500) * PAGE,
    length: wild ? random.uint64() : random.between(1, 9000) * PAGE,
    protection: random.pick(['PROT_READ | PROT_EXEC', 'PROT_READ | PROT_WRITE | PROT_EXEC', 'PROT_WRITE | PROT_EXEC']),
    flags: anonymous ? 'MAP_PRIVATE | MAP_ANON' : 'MAP_PRIVATE | MAP_DENYWRITE',
  };
  return draft(image, 'mmap', { mmap, file: anonymous ? undefined : host.workFile(image) });
}

export function protectMemory(host: Host, image: ProcessImage): EventDraft {
  const start = host.random.between(0x7f00_0000, 0x7fff_ffff) * PAGE;
  const mprotect = {
    vm_start: `0x${start.toString(16)}`,
    vm_end: `0x${(start + host.random.between(1, 512) * PAGE).toString(16)}`,
    vm_protection: 'VM_READ | VM_WRITE',
    req_protection: host.random.pick(['VM_READ | VM_EXEC', 'VM_READ | VM_WRITE | VM_EXEC']),
  };
  return draft(image, 'mprotect', { mprotect });
}

export function traceSibling(host: Host, image: ProcessImage): EventDraft {
  return traceProcess(host, image, host.siblingOf(image), host.random.pickZipf(ptraceRequests));
}

/** The tracee comes with its own lineage. */
export function traceProcess(host: Host, image: ProcessImage, tracee: ProcessImage, request: string): EventDraft {
  const where = address(host.random);
  const body = (generation: AgentGeneration) => ({
    ptrace: { request, address: where, tracee: host.writer.context(tracee, generation) },
  });
  return { ...draft(image, 'ptrace', {}), body };
}

export function signalSibling(host: Host, image: ProcessImage): EventDraft {
  return signalProcess(host, image, host.siblingOf(image), host.random.pickZipf(signals));
}

/** The target comes with the lineage of the sender: a mistake of the agents that readers must live with. */
export function signalProcess(host: Host, image: ProcessImage, target: ProcessImage, type: string): EventDraft {
  const body = (generation: AgentGeneration) => ({
    signal: { type, pid: target.pid, target: host.writer.contextWithLineage(target, image, generation) },
  });
  const outcome = host.random.chance(0.95) ? 'Success' : 'Refused';
  return { name: 'signal', category: 'Process Activity', image, outcome, body };
}

export function loadKnownModule(host: Host, image: ProcessImage): EventDraft {
  return loadModule(host, image, host.random.pickZipf(modules));
}

export function loadModule(host: Host, image: ProcessImage, name: string, fromMemory = false): EventDraft {
  const path = `/usr/lib/modules/6.5.0-28-generic/kernel/drivers/extra/${name}.ko`;
  const module = {
    name,
    loaded_from_memory: fromMemory,
    argv: host.random.chance(0.3) ? ['hashsize=65536', 'acct=1'] : undefined,
    args_truncated: false,
  };
  return {
    ...draft(image, 'load_module', { module, file: fromMemory ? undefined : host.systemFile(path) }),
    rule: fromMemory ? 'module_loaded_from_memory' : 'module_loaded',
  };
}

export function unloadModule(host: Host, image: ProcessImage): EventDraft {
  return draft(image, 'unload_module', { module: { name: host.random.pickZipf(modules) } });
}

export function changeSelinux(host: Host, image: ProcessImage): EventDraft {
  const change = host.random.pick<JsonObject>([
    { bool: { name: host.random.pick(selinuxBooleans), state: host.random.pick(['on', 'off']) } },
    { enforce: { status: host.random.pick(['permissive', 'enforcing', 'disabled']) } },
    { bool_commit: { state: true } },
  ]);
  return draft(image, 'selinux', { selinux: change, file: host.systemFile('/sys/fs/selinux/enforce') });
}

/** System calls that the profile of the workload does not know. */
export function drift(host: Host, image: ProcessImage): EventDraft {
  const first = host.random.zipf(syscalls.length);
  const calls = syscalls.slice(first, first + host.random.between(1, 6)).map(([name, id]) => ({ name, id }));
  return { ...draft(image, 'syscalls', { syscalls: calls }), process: { syscalls: calls } };
}

export function mountSomething(host: Host, image: ProcessImage): EventDraft {
  const target = `/run/work/mnt-${host.random.zipf(60) + 1}`;
  const fsType = host.random.pick(['tmpfs', 'ext4', 'nfs4', 'overlay', 'proc']);
  return mountEvent(host, image, { source: '/dev/vdb1', target, fsType });
}

/** The dotted keys tell the paths; `mp` and `root` hold each other's, as agents send them. */
export function mountEvent(
  host: Host,
  image: ProcessImage,
  { source, target, fsType }: { source: string; target: string; fsType: string },
): EventDraft {
  const { random } = host;
  const mountId = random.between(500, 9000);
  const device = random.between(40, 300);
  const inode = random.chance(0.05) ? random.uint64() : random.between(2, 9_000_000);
  const mount = {
    mp: { path: source, uid: 0, gid: 0, mount_id: 29, inode: 2 },
    root: { path: target, uid: 0, gid: 0, mount_id: mountId, inode },
    mount_id: mountId,
    parent_mount_id: 29,
    bind_src_mount_id: random.chance(0.3) ? 29 : 0,
    device,
    fs_type: fsType,
    'mountpoint.path': target,
    'source.path': random.chance(0.95) ? source : undefined,
  };
  const body = (generation: AgentGeneration): JsonObject => {
    if (knowsRoot(generation, 'mount'))
      return { mount: generation.name === 'cws-7.44' ? { ...mount, group_id: 0 } : mount };
    const destination = { path: source, uid: 0, gid: 0 };
    return {
      file: { path: target, uid: 0, gid: 0, destination, new_mount_id: mountId, group_id: 0, device, fstype: fsType },
    };
  };
  return {
    ...draft(image, 'mount', {}, 'File Activity'),
    body,
    syscall: { name: 'mount', args: { path: source, destination_path: target, fs_type: fsType } },
  };
}

function draft(
  image: ProcessImage,
  name: string,
  body: JsonObject,
  category: EventCategory = 'Kernel Activity',
): EventDraft {
  return { name, category: name === 'syscalls' ? 'Process Activity' : category, image, body };
}

function address(random: Random): string {
  return `0x${(random.between(0x5500_0000, 0x7fff_ffff) * PAGE).toString(16)}`;
}
