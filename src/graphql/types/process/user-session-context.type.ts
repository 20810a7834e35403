import { Mirror, MirrorField } from '../../mirror.js';
import { JsonScalar } from '../../scalars/json.scalar.js';

@Mirror('UserSessionContext', 'A session that a person opened from outside, through which the process was started.')
export class UserSessionContext {
  @MirrorField(() => String, 'Id of the session, unique on its host: the same in all that was done in the session.')
  readonly id?: string;

  @MirrorField(() => String, 'How the session was opened, such as `k8s` for `kubectl exec`.')
  readonly session_type?: string;

  @MirrorField(() => String, 'Who the Kubernetes API server took the caller for.')
  readonly k8s_username?: string;

  @MirrorField(() => String, "Uid that the cluster's authentication gave the caller; often empty or absent.")
  readonly k8s_uid?: string;

  @MirrorField(() => [String], 'Groups of the caller in the cluster.')
  readonly k8s_groups?: readonly string[];

  @MirrorField(
    () => JsonScalar,
    "Further attributes from the cluster's authentication: an object from a name to a list of strings.",
  )
  readonly k8s_extra?: unknown;
}
