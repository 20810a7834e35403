import { Mirror, MirrorField } from '../../mirror.js';
import { JsonScalar } from '../../scalars/json.scalar.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';

@Mirror('ProcessCredentials', 'The identities and capabilities of a process when the event happened.')
export class ProcessCredentials {
  @MirrorField(() => UInt32, 'Real user id: who started the process.')
  readonly uid?: number;

  @MirrorField(() => String, 'Name of `uid`; absent when the host could not name it.')
  readonly user?: string;

  @MirrorField(() => UInt32, 'Real group id.')
  readonly gid?: number;

  @MirrorField(() => String, 'Name of `gid`; absent when the host could not name it.')
  readonly group?: string;

  @MirrorField(
    () => UInt32,
    'Effective user id, by which the kernel decides on permissions; 0 beside another `uid` is the mark of setuid.',
  )
  readonly euid?: number;

  @MirrorField(() => String, 'Name of `euid`; absent when the host could not name it.')
  readonly euser?: string;

  @MirrorField(() => UInt32, 'Effective group id, by which the kernel decides on permissions.')
  readonly egid?: number;

  @MirrorField(() => String, 'Name of `egid`; absent when the host could not name it.')
  readonly egroup?: string;

  @MirrorField(() => UInt32, 'User id for access to files; follows `euid` unless the process set it apart.')
  readonly fsuid?: number;

  @MirrorField(() => String, 'Name of `fsuid`; absent when the host could not name it.')
  readonly fsuser?: string;

  @MirrorField(() => UInt32, 'Group id for access to files; follows `egid` unless the process set it apart.')
  readonly fsgid?: number;

  @MirrorField(() => String, 'Name of `fsgid`; absent when the host could not name it.')
  readonly fsgroup?: string;

  @MirrorField(
    () => UInt32,
    'User id at login, which survives su and sudo: the person behind the account. 4294967295 when nobody logged in, ' +
      'as for services.',
  )
  readonly auid?: number;

  @MirrorField(
    () => [String],
    'Capabilities in force, such as `CAP_SYS_ADMIN`. An empty list means none; absent means not known.',
  )
  readonly cap_effective?: readonly string[];

  @MirrorField(
    () => [String],
    'Capabilities that the process may put into force. An empty list means none; absent means not known.',
  )
  readonly cap_permitted?: readonly string[];

  @MirrorField(
    () => JsonScalar,
    'What the credentials became: user ids and names after setuid, group ids and names after setgid, both ' +
      'capability lists after capset. Absent in other events.',
  )
  readonly destination?: unknown;
}
