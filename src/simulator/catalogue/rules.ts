/** A flat catalogue of the detection rules that the simulated agents load. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly policy: 'baseline' | 'hardening' | 'workload';
  readonly expression: string;
  readonly tags: readonly string[];
  /** What the subject of the event must look like; `named` rules match only where a story names them. */
  readonly occasion?: RegExp | 'named';
}

export const policies = {
  baseline: { file: 'baseline.policy', version: '2.14.0', source: 'remote-config' },
  hardening: { file: 'hardening.policy', version: '1.6.3', source: 'file' },
  workload: { file: 'workload.policy', version: '0.9.1', source: 'file' },
} as const;

/** Rules by the event that they watch, the most frequent first. */
export const rulesByEvent: Readonly<Record<string, readonly Rule[]>> = {
  exec: [
    rule('program_started', 'A watched program was started', 'workload', 'exec.file.path != ""', 'execution'),
    rule(
      'container_process_started',
      'A process was started inside a container',
      'workload',
      'exec.container.id != ""',
      'discovery',
      /^container /,
    ),
    rule(
      'shell_spawned_by_service',
      'A network service started a shell',
      'baseline',
      'exec.file.name in ["sh", "dash", "bash"] && process.parent.file.name in ["nginx", "java", "node", "php-fpm"]',
      'execution',
      'named',
    ),
    rule(
      'scheduled_task_ran',
      'A scheduled task ran a program',
      'workload',
      'process.ancestors.file.path == "/usr/sbin/cron"',
      'persistence',
      'named',
    ),
    rule(
      'download_tool_used',
      'A download tool was started',
      'baseline',
      'exec.file.name in ["curl", "wget"]',
      'command-and-control',
      /\/(curl|wget) /,
    ),
    rule(
      'interactive_command',
      'Somebody ran a command in an interactive session',
      'workload',
      'exec.tty_name != ""',
      'execution',
      'named',
    ),
    rule(
      'compiler_in_container',
      'A compiler was started inside a container',
      'hardening',
      'exec.file.name in ["gcc", "cc1", "ld"] && exec.container.id != ""',
      'defense-evasion',
      /^container .*\/(gcc|cc1|ld) /,
    ),
    rule(
      'package_tool_run',
      'A package manager changed the system',
      'hardening',
      'exec.file.name in ["apt-get", "dpkg", "dnf", "rpm"]',
      'persistence',
      /\/(apt-get|dpkg|dnf|rpm) /,
    ),
    rule(
      'privileges_raised',
      'A program was run with raised privileges',
      'hardening',
      'exec.file.name == "sudo" || exec.file.mode & S_ISUID > 0',
      'privilege-escalation',
      /\/(sudo|su) /,
    ),
    rule(
      'miner_command_line',
      'The command line looks like a coin miner',
      'baseline',
      'exec.args in [~"*stratum+tcp*", ~"*--donate-level*"]',
      'impact',
      /stratum/,
    ),
    rule(
      'download_piped_to_shell',
      'A shell reads its script from a download',
      'baseline',
      'exec.file.name in ["sh", "bash"] && exec.args == "-s"',
      'execution',
      /\/(sh|bash) -s$/,
    ),
    rule(
      'memory_only_program',
      'A program runs from memory without a file',
      'baseline',
      'exec.file.path == "memfd:"',
      'defense-evasion',
      /memfd:/,
    ),
  ],
  exit: [
    rule('service_ended', 'A watched process ended', 'workload', 'exit.code != 0 || exit.cause == EXITED', 'impact'),
    rule(
      'service_crashed',
      'A process ended by a signal or a core dump',
      'workload',
      'exit.cause in [SIGNALED, COREDUMPED]',
      'impact',
      'named',
    ),
  ],
  open: [
    rule(
      'config_read',
      'A configuration file was read',
      'workload',
      'open.file.path =~ "/etc/**"',
      'discovery',
      /^\/etc\//,
    ),
    rule(
      'data_file_written',
      'A data file was opened for writing',
      'workload',
      'open.flags & (O_WRONLY | O_RDWR) > 0',
      'impact',
    ),
    rule(
      'log_file_opened',
      'A log file was opened',
      'hardening',
      'open.file.path =~ "/var/log/**"',
      'defense-evasion',
      /\.log|\/log\//,
    ),
    rule(
      'service_account_read',
      'A service account credential was read',
      'hardening',
      'open.file.path =~ "/var/run/secrets/**"',
      'credential-access',
      /\/serviceaccount\//,
    ),
    rule(
      'process_memory_map_read',
      'The memory map of a process was read',
      'baseline',
      'open.file.path =~ "/proc/*/maps"',
      'discovery',
      /\/maps$/,
    ),
    rule(
      'password_hashes_read',
      'The file of password hashes was read',
      'baseline',
      'open.file.path == "/etc/shadow"',
      'credential-access',
      /^\/etc\/shadow$/,
    ),
    rule(
      'private_key_read',
      'A private key was read',
      'baseline',
      'open.file.name in ["id_rsa", "id_ed25519", "tls.key", "site.key"]',
      'credential-access',
      /\.key$|\/id_/,
    ),
  ],
  chmod: [
    rule('mode_changed', 'The mode of a watched file changed', 'workload', 'chmod.file.path != ""', 'defense-evasion'),
    rule(
      'file_made_executable',
      'A file became executable',
      'hardening',
      'chmod.file.destination.mode & 0111 > 0',
      'execution',
      'named',
    ),
    rule(
      'setuid_bit_set',
      'A file got the setuid bit',
      'baseline',
      'chmod.file.destination.rights & S_ISUID > 0',
      'privilege-escalation',
      'named',
    ),
  ],
  chown: [
    rule(
      'owner_changed',
      'The owner of a watched file changed',
      'hardening',
      'chown.file.path =~ "/etc/**"',
      'defense-evasion',
    ),
  ],
  chdir: [
    rule(
      'entered_sensitive_folder',
      'A process entered a sensitive folder',
      'hardening',
      'chdir.file.path in ["/etc", "/root", "/boot"]',
      'discovery',
    ),
  ],
  mkdir: [
    rule(
      'folder_created',
      'A folder was created in a watched place',
      'workload',
      'mkdir.file.path =~ "/opt/**"',
      'persistence',
    ),
  ],
  rmdir: [
    rule(
      'folder_removed',
      'A folder was removed from a watched place',
      'workload',
      'rmdir.file.path =~ "/opt/**"',
      'impact',
    ),
  ],
  rename: [
    rule(
      'file_replaced',
      'A watched file was replaced by renaming',
      'workload',
      'rename.file.destination.path =~ "/etc/**"',
      'persistence',
    ),
  ],
  link: [
    rule(
      'hard_link_created',
      'A hard link to a watched file was created',
      'hardening',
      'link.file.path =~ "/usr/bin/*"',
      'defense-evasion',
    ),
  ],
  unlink: [
    rule('file_deleted', 'A watched file was deleted', 'workload', 'unlink.file.path =~ "/var/**"', 'impact'),
    rule(
      'log_deleted',
      'A log file was deleted',
      'baseline',
      'unlink.file.path =~ "/var/log/**"',
      'defense-evasion',
      /\.log|\/log\//,
    ),
  ],
  utimes: [
    rule(
      'timestamps_changed',
      'The timestamps of a file were set by hand',
      'hardening',
      'utimes.file.path =~ "/usr/**"',
      'defense-evasion',
    ),
  ],
  setxattr: [
    rule(
      'attribute_set',
      'An extended attribute was set',
      'hardening',
      'setxattr.file.destination.namespace == "security"',
      'persistence',
    ),
  ],
  removexattr: [
    rule(
      'attribute_removed',
      'An extended attribute was removed',
      'hardening',
      'removexattr.file.destination.namespace == "security"',
      'defense-evasion',
    ),
  ],
  splice: [
    rule(
      'pipe_spliced',
      'Data was spliced between a file and a pipe',
      'baseline',
      'splice.pipe_entry_flag & PIPE_BUF_FLAG_CAN_MERGE > 0',
      'privilege-escalation',
    ),
  ],
  mount: [
    rule(
      'file_system_mounted',
      'A file system was mounted',
      'hardening',
      'mount.fs_type != "overlay"',
      'privilege-escalation',
    ),
  ],
  bpf: [
    rule(
      'bpf_used',
      'A process loaded or changed a BPF object',
      'baseline',
      'bpf.cmd in [BPF_PROG_LOAD, BPF_MAP_CREATE]',
      'defense-evasion',
    ),
  ],
  mmap: [
    rule(
      'writable_code_mapped',
      'Memory was mapped writable and executable',
      'hardening',
      'mmap.protection & (PROT_WRITE | PROT_EXEC) > 0',
      'execution',
    ),
  ],
  mprotect: [
    rule(
      'memory_made_executable',
      'Memory became executable',
      'hardening',
      'mprotect.req_protection & VM_EXEC > 0',
      'execution',
    ),
  ],
  ptrace: [
    rule(
      'process_traced',
      'A process traced another one',
      'hardening',
      'ptrace.request in [PTRACE_ATTACH, PTRACE_SEIZE]',
      'discovery',
    ),
    rule(
      'code_injected',
      'A process wrote into the memory of another one',
      'baseline',
      'ptrace.request in [PTRACE_POKETEXT, PTRACE_SETREGS]',
      'privilege-escalation',
      'named',
    ),
  ],
  load_module: [
    rule(
      'module_loaded',
      'A kernel module was loaded',
      'hardening',
      'load_module.loaded_from_memory == false',
      'persistence',
    ),
    rule(
      'module_loaded_from_memory',
      'A kernel module was loaded from memory',
      'baseline',
      'load_module.loaded_from_memory == true',
      'persistence',
      'named',
    ),
  ],
  unload_module: [
    rule('module_unloaded', 'A kernel module was unloaded', 'hardening', 'unload_module.name != ""', 'defense-evasion'),
  ],
  signal: [
    rule(
      'signal_sent',
      'A process signalled a watched process',
      'workload',
      'signal.type in [SIGKILL, SIGTERM]',
      'impact',
    ),
  ],
  dns: [
    rule('name_looked_up', 'A watched name was looked up', 'workload', 'dns.question.type == A', 'discovery'),
    rule(
      'paste_site_looked_up',
      'The name of a paste site was looked up',
      'baseline',
      'dns.question.name =~ "paste.*"',
      'exfiltration',
      /^paste/,
    ),
    rule(
      'mining_pool_looked_up',
      'The name of a mining pool was looked up',
      'baseline',
      'dns.question.name =~ "pool.*"',
      'impact',
      /^pool/,
    ),
  ],
  bind: [rule('port_opened', 'A process opened a port', 'workload', 'bind.addr.port > 0', 'persistence')],
  connect: [
    rule(
      'connection_opened',
      'A process opened a connection',
      'workload',
      'connect.addr.is_public == true',
      'command-and-control',
    ),
  ],
  accept: [
    rule(
      'connection_accepted',
      'A process accepted a connection',
      'workload',
      'accept.addr.is_public == true',
      'initial-access',
    ),
  ],
  setuid: [
    rule(
      'user_changed',
      'A process changed its user',
      'hardening',
      'setuid.euid == 0 && process.uid != 0',
      'privilege-escalation',
    ),
  ],
  setgid: [
    rule(
      'group_changed',
      'A process changed its group',
      'hardening',
      'setgid.egid == 0 && process.gid != 0',
      'privilege-escalation',
    ),
  ],
  capset: [
    rule(
      'capabilities_changed',
      'A process changed its capabilities',
      'hardening',
      'capset.cap_effective & CAP_SYS_ADMIN > 0',
      'privilege-escalation',
    ),
  ],
  selinux: [
    rule(
      'selinux_changed',
      'The SELinux configuration changed',
      'baseline',
      'selinux.enforce.status in ["permissive", "disabled"]',
      'defense-evasion',
    ),
  ],
  imds: [
    rule(
      'cloud_metadata_asked',
      'The cloud metadata service was asked for credentials',
      'baseline',
      'imds.url =~ "*/security-credentials/*"',
      'credential-access',
    ),
  ],
  syscalls: [
    rule(
      'syscalls_drift',
      'A workload used system calls that its profile does not know',
      'workload',
      'process.syscalls != ""',
      'execution',
    ),
  ],
};

/** Every rule once. */
export const allRules: readonly Rule[] = Object.values(rulesByEvent).flat();

function rule(
  id: string,
  title: string,
  policy: Rule['policy'],
  expression: string,
  tactic: string,
  occasion?: Rule['occasion'],
): Rule {
  return {
    id,
    title,
    policy,
    expression,
    tags: [`tactic:${tactic}`, `policy:${policy}`],
    ...(occasion && { occasion }),
  };
}
