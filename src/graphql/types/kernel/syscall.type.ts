import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';

@Mirror('Syscall', 'A system call by name and number.')
export class Syscall {
  @MirrorField(() => String, 'Name of the system call, such as `openat`.')
  readonly name?: string;

  @MirrorField(() => UInt32, 'Number of the system call, which depends on the processor architecture of the host.')
  readonly id?: number;
}
