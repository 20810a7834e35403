import { Mirror, MirrorField } from '../../mirror.js';
import { IPAddress } from '../../scalars/ip-address.scalar.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';

@Mirror('IPPort', 'One end of a packet.')
export class IPPort {
  @MirrorField(() => IPAddress, 'IPv4 or IPv6 address, spelled as sent.')
  readonly ip?: string;

  @MirrorField(() => UInt32, 'Port, 0 to 65535; 0 where the protocol has none.')
  readonly port?: number;
}
