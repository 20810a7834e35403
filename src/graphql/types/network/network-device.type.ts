import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';

@Mirror('NetworkDevice', 'A network device inside its network namespace.')
export class NetworkDevice {
  @MirrorField(() => UInt32, 'Inode number of the network namespace: one a container, as a rule.')
  readonly netns?: number;

  @MirrorField(() => UInt32, 'Number of the device; unique in its namespace only.')
  readonly ifindex?: number;

  @MirrorField(() => String, 'Name of the device, such as `eth0`.')
  readonly ifname?: string;
}
