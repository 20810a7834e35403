import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('SELinuxBoolCommit', 'The moment at which changed SELinux booleans take force.')
export class SELinuxBoolCommit {
  @MirrorField(() => Boolean, 'True when the pending values were committed.')
  readonly state?: boolean;
}
