/** Everything that root may do on a recent kernel. */
export const ALL_CAPABILITIES: readonly string[] = capabilities(
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE',
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN',
  'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE',
  'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE',
);

/** What a container runtime leaves to root inside a container unless told otherwise. */
export const CONTAINER_CAPABILITIES: readonly string[] = capabilities(
  'CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP',
);

/** What systemd leaves to its own services. */
export const SERVICE_CAPABILITIES: readonly string[] = capabilities(
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER SETGID SETUID SYS_PTRACE SYS_ADMIN AUDIT_CONTROL MAC_OVERRIDE SYSLOG AUDIT_READ',
);

export const BIND_CAPABILITY: readonly string[] = capabilities('NET_BIND_SERVICE');
export const NETWORK_CAPABILITIES: readonly string[] = capabilities('NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW');

function capabilities(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' ')).map((name) => `CAP_${name}`);
}
