import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('BPFProgram', "A program for the kernel's BPF machine.")
export class BPFProgram {
  @MirrorField(() => String, 'Name that its author gave it, at most 15 bytes; may be empty.')
  readonly name?: string;

  @MirrorField(() => String, "Digest of the program's instructions: equal code has an equal tag, whatever its name.")
  readonly tag?: string;

  @MirrorField(() => String, 'Where in the kernel it may run, such as `BPF_PROG_TYPE_KPROBE`.')
  readonly program_type?: string;

  @MirrorField(() => String, 'The hook it is meant for, such as `BPF_CGROUP_INET_INGRESS`.')
  readonly attach_type?: string;

  @MirrorField(() => [String], 'Kernel functions that it calls, such as `bpf_probe_write_user`: what it is able to do.')
  readonly helpers?: readonly string[];
}
