import { Mirror, MirrorField } from '../../mirror.js';
import { IPPortFamily } from './ip-port-family.type.js';

@Mirror('BindEvent', 'A socket that took a local address, mostly in order to listen there.')
export class BindEvent {
  @MirrorField(() => IPPortFamily, 'The address that was taken.')
  readonly addr?: IPPortFamily;
}
