import { Mirror, MirrorField } from '../../mirror.js';

@Mirror(
  'UserContext',
  'The account behind the acting process. Numbers stand in `process.uid` and `process.credentials`.',
)
export class UserContext {
  @MirrorField(() => String, 'Account name, in spite of the key; absent when the host could not name the uid.')
  readonly id?: string;

  @MirrorField(() => String, "Name of the account's group; absent when the host could not name the gid.")
  readonly group?: string;
}
