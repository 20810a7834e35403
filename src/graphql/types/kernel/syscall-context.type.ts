import { Mirror, MirrorField } from '../../mirror.js';
import { SyscallArgs } from './syscall-args.type.js';

@Mirror(
  'SyscallContext',
  'The arguments of the system call behind the event, under the name of the call that was made.',
)
export class SyscallContext {
  @MirrorField(() => SyscallArgs, 'Arguments of a change of permissions.')
  readonly chmod?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of a change of owner.')
  readonly chown?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of a change of the working directory.')
  readonly chdir?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of an exec: `path` is how the caller spelled the program.')
  readonly exec?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of an open.')
  readonly open?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of a removal.')
  readonly unlink?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of a new hard link.')
  readonly link?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of a rename.')
  readonly rename?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of a change of file times.')
  readonly utimes?: SyscallArgs;

  @MirrorField(() => SyscallArgs, 'Arguments of a mount.')
  readonly mount?: SyscallArgs;
}
