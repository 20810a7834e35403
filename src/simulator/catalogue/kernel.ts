/** Flat lists of what the kernel is asked to do. */
export interface BpfProgram {
  readonly name: string;
  readonly type: string;
  readonly attach: string;
  readonly helpers: readonly string[];
}

export const bpfPrograms: readonly BpfProgram[] = [
  {
    name: 'kprobe__tcp_sen',
    type: 'BPF_PROG_TYPE_KPROBE',
    attach: 'BPF_CGROUP_INET_INGRESS',
    helpers: ['BPF_MAP_LOOKUP_ELEM', 'BPF_MAP_UPDATE_ELEM', 'BPF_GET_CURRENT_PID_TGID', 'BPF_KTIME_GET_NS'],
  },
  {
    name: 'cil_from_contai',
    type: 'BPF_PROG_TYPE_SCHED_CLS',
    attach: 'BPF_CGROUP_INET_INGRESS',
    helpers: ['BPF_MAP_LOOKUP_ELEM', 'BPF_SKB_LOAD_BYTES', 'BPF_REDIRECT', 'BPF_TAIL_CALL', 'BPF_CSUM_DIFF'],
  },
  { name: 'sd_devices', type: 'BPF_PROG_TYPE_CGROUP_DEVICE', attach: 'BPF_CGROUP_DEVICE', helpers: [] },
  {
    name: 'sd_fw_egress',
    type: 'BPF_PROG_TYPE_CGROUP_SKB',
    attach: 'BPF_CGROUP_INET_EGRESS',
    helpers: ['BPF_MAP_LOOKUP_ELEM', 'BPF_SKB_LOAD_BYTES'],
  },
  {
    name: 'tracepoint__raw',
    type: 'BPF_PROG_TYPE_TRACEPOINT',
    attach: 'BPF_CGROUP_INET_INGRESS',
    helpers: ['BPF_PROBE_READ', 'BPF_PERF_EVENT_OUTPUT', 'BPF_OVERRIDE_RETURN', 'BPF_PROBE_WRITE_USER'],
  },
];

export const bpfMaps: readonly (readonly [name: string, type: string])[] = [
  ['conn_stats', 'BPF_MAP_TYPE_HASH'],
  ['events', 'BPF_MAP_TYPE_PERF_EVENT_ARRAY'],
  ['cilium_lxc', 'BPF_MAP_TYPE_HASH'],
  ['cilium_calls', 'BPF_MAP_TYPE_PROG_ARRAY'],
  ['inflight', 'BPF_MAP_TYPE_LRU_HASH'],
  ['', 'BPF_MAP_TYPE_ARRAY'],
];

export const modules: readonly string[] = [
  'xt_conntrack',
  'nf_conntrack_netlink',
  'br_netfilter',
  'overlay',
  'veth',
  'ip6table_nat',
  'wireguard',
  'dm_crypt',
  'nvme_fabrics',
];

export const rogueModules: readonly string[] = ['diamorphine', 'hidelink', 'netfilter_x'];

/** System calls with their numbers on x86-64, the most frequent first. */
export const syscalls: readonly (readonly [name: string, id: number])[] = [
  ['SysRead', 0],
  ['SysWrite', 1],
  ['SysOpenat', 257],
  ['SysClose', 3],
  ['SysFutex', 202],
  ['SysEpollWait', 232],
  ['SysMmap', 9],
  ['SysConnect', 42],
  ['SysSendto', 44],
  ['SysRecvfrom', 45],
  ['SysClone', 56],
  ['SysExecve', 59],
  ['SysUname', 63],
  ['SysPtrace', 101],
  ['SysCapset', 126],
  ['SysPrctl', 157],
  ['SysMount', 165],
  ['SysInitModule', 175],
  ['SysUnshare', 272],
  ['SysProcessVmWritev', 311],
  ['SysMemfdCreate', 319],
  ['SysBpf', 321],
];

export const signals: readonly string[] = [
  'SIGTERM',
  'SIGCHLD',
  'SIGHUP',
  'SIGKILL',
  'SIGUSR1',
  'SIGINT',
  'SIGQUIT',
  'SIGSTOP',
];

export const ptraceRequests: readonly string[] = [
  'PTRACE_ATTACH',
  'PTRACE_SEIZE',
  'PTRACE_PEEKDATA',
  'PTRACE_TRACEME',
  'PTRACE_POKETEXT',
  'PTRACE_SETREGS',
];

export const selinuxBooleans: readonly string[] = [
  'httpd_can_network_connect',
  'container_manage_cgroup',
  'virt_use_nfs',
  'domain_kernel_load_modules',
];
