import { Mirror, MirrorField } from '../../mirror.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { Int64 } from '../../scalars/int64.scalar.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { UInt64 } from '../../scalars/uint64.scalar.js';

@Mirror('File', 'A file or directory as the agent resolved it. Paths are those that the acting process sees.')
export class File {
  @MirrorField(() => String, 'Full path. Absent or cut short where `path_resolution_error` says why.')
  readonly path?: string;

  @MirrorField(() => String, 'Last part of the path.')
  readonly name?: string;

  @MirrorField(() => String, 'Why the path is missing or incomplete. Absent when all went well.')
  readonly path_resolution_error?: string;

  @MirrorField(() => UInt64, 'Inode number, unique in its filesystem while the file exists and used again afterwards.')
  readonly inode?: string;

  @MirrorField(
    () => UInt32,
    'Type and permission bits as one decimal number: 33261 is octal 100755, a regular file that all may execute.',
  )
  readonly mode?: number;

  @MirrorField(
    () => Boolean,
    'In a container, true when the file is not as the image delivered it: created or changed since. Absent ' +
      'outside OverlayFS.',
  )
  readonly in_upper_layer?: boolean;

  @MirrorField(
    () => UInt32,
    "The mount that holds the file, by the kernel's number; means something on its host only, until unmounted.",
  )
  readonly mount_id?: number;

  @MirrorField(() => String, 'Type of the filesystem, such as `ext4`, `overlay` or `tmpfs`.')
  readonly filesystem?: string;

  @MirrorField(
    () => Int64,
    'User id of the owner. Always sent, so 0 can mean root or not known; -1 in the destination of a chown leaves ' +
      'the owner as it is.',
  )
  readonly uid?: number;

  @MirrorField(
    () => Int64,
    'Group id of the owner. Always sent, so 0 can mean root or not known; -1 in the destination of a chown leaves ' +
      'the group as it is.',
  )
  readonly gid?: number;

  @MirrorField(() => String, 'Name of `uid`; absent when the host could not name it.')
  readonly user?: string;

  @MirrorField(() => String, 'Name of `gid`; absent when the host could not name it.')
  readonly group?: string;

  @MirrorField(
    () => String,
    'Extended attribute that is set or removed, without its namespace. Absent in other events.',
  )
  readonly attribute_name?: string;

  @MirrorField(() => String, 'Namespace of that extended attribute, such as `security` or `user`.')
  readonly attribute_namespace?: string;

  @MirrorField(
    () => [String],
    'Flags of the operation by name, such as `O_CREAT` of an open or `AT_REMOVEDIR` of an unlink.',
  )
  readonly flags?: readonly string[];

  @MirrorField(
    () => DateTime,
    'When the file was last read; in the destination of a utimes, the time it is made to show.',
  )
  readonly access_time?: string;

  @MirrorField(
    () => DateTime,
    'When the content last changed; in the destination of a utimes, the time it is made to show. The start of 1970 ' +
      'means not known.',
  )
  readonly modification_time?: string;

  @MirrorField(
    () => DateTime,
    'When content or attributes last changed; the kernel sets it, so it betrays a faked `modification_time`. The ' +
      'start of 1970 means not known.',
  )
  readonly change_time?: string;

  @MirrorField(
    () => String,
    'Package of the distribution that installed the file. Absent for files that no package owns.',
  )
  readonly package_name?: string;

  @MirrorField(() => String, 'Version of that package.')
  readonly package_version?: string;

  @MirrorField(
    () => [String],
    'Digests of the content, each as `algorithm:digest`. Absent unless computed; `hash_state` says why.',
  )
  readonly hashes?: readonly string[];

  @MirrorField(
    () => String,
    'Whether `hashes` were computed, or what prevented it, such as `NoHash` where none were asked for.',
  )
  readonly hash_state?: string;

  @MirrorField(() => String, 'Where the mount that holds the file is attached.')
  readonly mount_path?: string;

  @MirrorField(() => String, 'By which clue the agent found that mount; tells how far `mount_path` can be trusted.')
  readonly mount_source?: string;

  @MirrorField(
    () => String,
    'How the agent had come to know that mount, such as by an event or by reading what was mounted already.',
  )
  readonly mount_origin?: string;
}
