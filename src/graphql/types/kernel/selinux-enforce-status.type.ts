import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('SELinuxEnforceStatus', 'Whether SELinux holds its policy.')
export class SELinuxEnforceStatus {
  @MirrorField(
    () => String,
    '`enforcing` blocks what the policy forbids, `permissive` only logs it, `disabled` does neither.',
  )
  readonly status?: string;
}
