import { Mirror, MirrorField } from '../../mirror.js';
import { IPAddress } from '../../scalars/ip-address.scalar.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';

@Mirror('IPPortFamily', 'A socket address: family, address and port.')
export class IPPortFamily {
  @MirrorField(
    () => String,
    'Address family, such as `AF_INET` or `AF_UNIX`: outside IP the address and port say nothing.',
  )
  readonly family?: string;

  @MirrorField(
    () => IPAddress,
    'IPv4 or IPv6 address, spelled as sent; `0.0.0.0` and `::` stand for every address of the host.',
  )
  readonly ip?: string;

  @MirrorField(() => UInt32, 'Port, 0 to 65535; bind to 0 lets the kernel choose.')
  readonly port?: number;
}
