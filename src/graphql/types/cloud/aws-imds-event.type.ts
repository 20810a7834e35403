import { Mirror, MirrorField } from '../../mirror.js';
import { AWSSecurityCredentials } from './aws-security-credentials.type.js';

@Mirror('AWSIMDSEvent', 'The part of a metadata exchange that only AWS has.')
export class AWSIMDSEvent {
  @MirrorField(
    () => Boolean,
    'True for version 2, which demands a session first; version 1 answers anyone, forged requests of a web ' +
      'server included.',
  )
  readonly is_imds_v2?: boolean;

  @MirrorField(
    () => AWSSecurityCredentials,
    'The credentials that the answer handed out, without the secret itself. Absent where it held none.',
    { sensitive: true },
  )
  readonly security_credentials?: AWSSecurityCredentials;
}
