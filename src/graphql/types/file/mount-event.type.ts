import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { File } from './file.type.js';

@Mirror('MountEvent', 'A filesystem, or part of one, attached to the tree: the means of many escapes from containers.')
export class MountEvent {
  @MirrorField(
    () => File,
    "The directory on which it is mounted. From agent 7.55 on `mp` and `root` stand in each other's place: trust " +
      '`mountpoint_path`.',
  )
  readonly mp?: File;

  @MirrorField(
    () => File,
    "The top of what is mounted. From agent 7.55 on `mp` and `root` stand in each other's place: trust `source_path`.",
  )
  readonly root?: File;

  @MirrorField(() => UInt32, 'Number of the new mount, to which `mount_id` of files refers.')
  readonly mount_id?: number;

  @MirrorField(
    () => UInt32,
    "Peer group of the mount, within which mounts and unmounts spread. No user's group, in spite of the name.",
  )
  readonly group_id?: number;

  @MirrorField(() => UInt32, 'Number of the mount on which the new one sits.')
  readonly parent_mount_id?: number;

  @MirrorField(
    () => UInt32,
    'Number of the mount whose content a bind mount shows once more; 0 when it is no bind mount.',
  )
  readonly bind_src_mount_id?: number;

  @MirrorField(() => UInt32, 'Number of the mounted device, major and minor in one.')
  readonly device?: number;

  @MirrorField(() => String, 'Type of the filesystem, such as `ext4`, `overlay` or `proc`.')
  readonly fs_type?: string;

  @MirrorField(() => String, 'Path of the mount point.', { key: 'mountpoint.path' })
  readonly mountpoint_path?: string;

  @MirrorField(() => String, 'Path of what is mounted there.', { key: 'source.path' })
  readonly source_path?: string;

  @MirrorField(() => String, 'Why `mountpoint_path` is missing or incomplete. Absent when all went well.', {
    key: 'mountpoint.path_error',
  })
  readonly mountpoint_path_error?: string;

  @MirrorField(() => String, 'Why `source_path` is missing or incomplete. Absent when all went well.', {
    key: 'source.path_error',
  })
  readonly source_path_error?: string;
}
