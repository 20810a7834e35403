import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('SELinuxBoolChange', 'A boolean of the SELinux policy and its new value.')
export class SELinuxBoolChange {
  @MirrorField(() => String, 'Name of the boolean.')
  readonly name?: string;

  @MirrorField(() => String, 'New value: `on` or `off`.')
  readonly state?: string;
}
