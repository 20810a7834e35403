import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('MProtectEvent', 'A change of the rights to a range of memory, by which data can become code.')
export class MProtectEvent {
  @MirrorField(() => String, 'Start of the range, in hexadecimal.')
  readonly vm_start?: string;

  @MirrorField(() => String, 'End of the range, in hexadecimal.')
  readonly vm_end?: string;

  @MirrorField(() => String, 'Rights before the change, by name.')
  readonly vm_protection?: string;

  @MirrorField(() => String, 'Rights asked for, by name.')
  readonly req_protection?: string;
}
