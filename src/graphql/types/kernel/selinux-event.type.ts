import { Mirror, MirrorField } from '../../mirror.js';
import { SELinuxBoolChange } from './selinux-bool-change.type.js';
import { SELinuxBoolCommit } from './selinux-bool-commit.type.js';
import { SELinuxEnforceStatus } from './selinux-enforce-status.type.js';

@Mirror('SELinuxEvent', 'A change to SELinux; the part that is filled says which.')
export class SELinuxEvent {
  @MirrorField(
    () => SELinuxBoolChange,
    'A boolean of the policy was given a new value, which does not hold until committed.',
  )
  readonly bool?: SELinuxBoolChange;

  @MirrorField(() => SELinuxEnforceStatus, 'Enforcement was switched on or off.')
  readonly enforce?: SELinuxEnforceStatus;

  @MirrorField(() => SELinuxBoolCommit, 'Pending values of booleans were put into force.')
  readonly bool_commit?: SELinuxBoolCommit;
}
