import { Mirror, MirrorField } from '../../mirror.js';
import { Int64 } from '../../scalars/int64.scalar.js';

@Mirror(
  'SyscallArgs',
  'Arguments of one system call, exactly as the caller passed them; those that the call does not have are absent.',
)
export class SyscallArgs {
  @MirrorField(
    () => String,
    'Path as passed: it may be relative, pass through links, or differ from what the kernel found there.',
  )
  readonly path?: string;

  @MirrorField(() => Int64, 'Flags as passed, one number of bits.')
  readonly flags?: number;

  @MirrorField(() => Int64, 'Permission bits as passed, in decimal: 511 is octal 777.')
  readonly mode?: number;

  @MirrorField(() => Int64, 'User id as passed; -1 leaves the owner as it is.')
  readonly uid?: number;

  @MirrorField(() => Int64, 'Group id as passed; -1 leaves the group as it is.')
  readonly gid?: number;

  @MirrorField(
    () => Int64,
    'Directory descriptor from which a relative path starts; -100 (AT_FDCWD) is the working directory.',
  )
  readonly dirfd?: number;

  @MirrorField(() => String, 'Second path as passed: the new name or the new link.')
  readonly destination_path?: string;

  @MirrorField(() => String, 'Filesystem type as passed to mount.')
  readonly fs_type?: string;
}
