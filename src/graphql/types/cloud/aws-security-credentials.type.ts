import { Mirror, MirrorField } from '../../mirror.js';

@Mirror(
  'AWSSecurityCredentials',
  'Temporary AWS credentials as the metadata service describes them; agents leave the secret parts out.',
)
export class AWSSecurityCredentials {
  @MirrorField(() => String, 'Status that the service put into the answer, such as `Success`.')
  readonly code?: string;

  @MirrorField(() => String, 'Kind of the credentials, such as `AWS-HMAC`.')
  readonly type?: string;

  @MirrorField(() => String, "Id of the key, by which the cloud's own audit log shows what was done with it.")
  readonly access_key_id?: string;

  @MirrorField(() => String, 'When the service issued them, in the words of the service.')
  readonly last_updated?: string;

  @MirrorField(() => String, 'When they cease to work, in the words of the service.')
  readonly expiration?: string;
}
