import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { IPPort } from './ip-port.type.js';
import { NetworkDevice } from './network-device.type.js';

@Mirror('NetworkContext', 'A packet: where it was seen, its protocols, its two ends.')
export class NetworkContext {
  @MirrorField(() => NetworkDevice, 'The network device at which the packet was seen.')
  readonly device?: NetworkDevice;

  @MirrorField(() => String, 'Protocol of the network layer, such as `ETH_P_IP` or `ETH_P_IPV6`.')
  readonly l3_protocol?: string;

  @MirrorField(() => String, 'Protocol of the transport layer, such as `IP_PROTO_UDP`.')
  readonly l4_protocol?: string;

  @MirrorField(() => IPPort, 'The sender.')
  readonly source?: IPPort;

  @MirrorField(() => IPPort, 'The receiver.')
  readonly destination?: IPPort;

  @MirrorField(() => UInt32, 'Size of the packet in bytes.')
  readonly size?: number;
}
