import { Mirror, MirrorField } from '../../mirror.js';
import { AWSIMDSEvent } from './aws-imds-event.type.js';

@Mirror('IMDSEvent', 'One request to, or answer from, the instance metadata service of a cloud.')
export class IMDSEvent {
  @MirrorField(() => String, 'Which half of the exchange it is: `request` or `response`.')
  readonly type?: string;

  @MirrorField(() => String, 'The cloud that the request is meant for, such as `aws`, `gcp` or `azure`.')
  readonly cloud_provider?: string;

  @MirrorField(
    () => String,
    'Path that was asked for; the paths of credentials are the ones to watch. Absent in answers.',
  )
  readonly url?: string;

  @MirrorField(() => String, 'Host header of the request.')
  readonly host?: string;

  @MirrorField(() => String, 'User-Agent header of the request: which tool or library asked.')
  readonly user_agent?: string;

  @MirrorField(() => String, 'Server header of the answer.')
  readonly server?: string;

  @MirrorField(() => AWSIMDSEvent, 'What only AWS has. Absent for other clouds.')
  readonly aws?: AWSIMDSEvent;
}
