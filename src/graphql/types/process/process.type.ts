import { Mirror, MirrorField } from '../../mirror.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { AWSSecurityCredentials } from '../cloud/aws-security-credentials.type.js';
import { ContainerContext } from '../container/container-context.type.js';
import { File } from '../file/file.type.js';
import { Syscall } from '../kernel/syscall.type.js';
import { ProcessCredentials } from './process-credentials.type.js';
import { UserSessionContext } from './user-session-context.type.js';

@Mirror(
  'Process',
  'One image of a process: what a pid ran between one exec and the next. An exec that follows an exec gives the ' +
    'same pid a further image.',
)
export class Process {
  @MirrorField(
    () => UInt32,
    'Process id in the numbering of the host, not of the container. Ids are used again: only together with ' +
      '`exec_time` does one name a process.',
  )
  readonly pid?: number;

  @MirrorField(() => UInt32, 'Id of the parent process. Absent where there is none.')
  readonly ppid?: number;

  @MirrorField(() => UInt32, 'Id of the acting thread; equal to `pid` in the main thread.')
  readonly tid?: number;

  @MirrorField(() => UInt32, 'Real user id. Always sent, so 0 can mean root or not known; `credentials` settles it.')
  readonly uid?: number;

  @MirrorField(() => UInt32, 'Real group id. Always sent, so 0 can mean root or not known; `credentials` settles it.')
  readonly gid?: number;

  @MirrorField(() => String, 'Name of `uid`; absent when the host could not name it.')
  readonly user?: string;

  @MirrorField(() => String, 'Name of `gid`; absent when the host could not name it.')
  readonly group?: string;

  @MirrorField(() => String, 'Why the path of the executable is missing or incomplete. Absent when all went well.')
  readonly path_resolution_error?: string;

  @MirrorField(
    () => String,
    'Short name that the kernel keeps, at most 15 bytes. A process can set its own, so it may lie.',
  )
  readonly comm?: string;

  @MirrorField(() => String, 'Terminal of the process, such as `pts0`: a sign of somebody typing. Absent for services.')
  readonly tty?: string;

  @MirrorField(() => DateTime, 'When the process came into being. Absent when the agent did not learn it.')
  readonly fork_time?: string;

  @MirrorField(
    () => DateTime,
    'When this image started; with `pid` it names the image. Absent when the agent did not learn it.',
  )
  readonly exec_time?: string;

  @MirrorField(() => DateTime, 'When the process ended. Absent as long as it ran.')
  readonly exit_time?: string;

  @MirrorField(
    () => ProcessCredentials,
    'User ids, group ids and capabilities under which the process acts. Absent for kernel workers.',
  )
  readonly credentials?: ProcessCredentials;

  @MirrorField(
    () => UserSessionContext,
    'Who came in from outside, such as through `kubectl exec`. Absent outside such a session.',
    { sensitive: true },
  )
  readonly user_session?: UserSessionContext;

  @MirrorField(() => File, 'The file whose program runs; for a script, the script. Absent for kernel workers.')
  readonly executable?: File;

  @MirrorField(() => File, 'The program that runs a script, such as a shell or Python. Absent for a binary.')
  readonly interpreter?: File;

  @MirrorField(() => ContainerContext, 'The container of the process. Absent on the host itself.')
  readonly container?: ContainerContext;

  @MirrorField(
    () => String,
    'First word of the command line, which the caller chooses freely: it need not name the executable.',
  )
  readonly argv0?: string;

  @MirrorField(
    () => [String],
    'The command line after `argv0`, secrets that the agent recognised blotted out. Left out when equal to that of ' +
      'the next entry in the lineage; an empty list is sent as such.',
    { sensitive: true },
  )
  readonly args?: readonly string[];

  @MirrorField(
    () => Boolean,
    'True when arguments were too many or too long and the list is not whole. Absent otherwise.',
  )
  readonly args_truncated?: boolean;

  @MirrorField(
    () => [String],
    'Environment variables: bare names, with a value for the few that the agent is set to show. Left out when equal ' +
      'to those of the next entry in the lineage.',
    { sensitive: true },
  )
  readonly envs?: readonly string[];

  @MirrorField(
    () => Boolean,
    'True when variables were too many or too long and the list is not whole. Absent otherwise.',
  )
  readonly envs_truncated?: boolean;

  @MirrorField(
    () => Boolean,
    'True for a child that has forked and not executed a program since: it still runs the image of its parent.',
  )
  readonly is_thread?: boolean;

  @MirrorField(() => Boolean, 'True for a worker thread of the kernel, which carries little more than a pid.')
  readonly is_kworker?: boolean;

  @MirrorField(() => Boolean, 'True when this image replaced an earlier one by exec under the same pid.')
  readonly is_exec_child?: boolean;

  @MirrorField(
    () => String,
    'How the agent came to know the process: while it watched, or by reading what ran already. `unknown` occurs.',
  )
  readonly source?: string;

  @MirrorField(() => [Syscall], 'System calls of the process that went into the event.')
  readonly syscalls?: readonly Syscall[];

  @MirrorField(
    () => [AWSSecurityCredentials],
    'AWS credentials that the process obtained from the metadata service: what an intruder in it could use.',
    { sensitive: true },
  )
  readonly aws_security_credentials?: readonly AWSSecurityCredentials[];
}
