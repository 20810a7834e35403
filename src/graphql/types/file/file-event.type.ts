import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { File } from './file.type.js';

@Mirror('FileEvent', 'The file of the event, and what it was turned into where the operation has a second side.')
export class FileEvent extends File {
  @MirrorField(
    () => File,
    'The other side of the operation: the new name after rename, the new link after link, the attributes that ' +
      'chmod, chown and utimes ask for. Absent in other events.',
  )
  readonly destination?: File;

  @MirrorField(() => UInt32, 'Number of the new mount, in mount events of agents that fill `file` instead of `mount`.')
  readonly new_mount_id?: number;

  @MirrorField(
    () => UInt32,
    "Peer group of the new mount, within which mounts and unmounts spread. No user's group, in spite of the name.",
  )
  readonly group_id?: number;

  @MirrorField(
    () => UInt32,
    'Number of the device that was mounted, in mount events of agents that fill `file` instead of `mount`.',
  )
  readonly device?: number;

  @MirrorField(
    () => String,
    'Type of the filesystem that was mounted, in mount events of agents that fill `file` instead of `mount`.',
  )
  readonly fstype?: string;
}
