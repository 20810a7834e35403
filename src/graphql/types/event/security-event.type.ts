import { Mirror, MirrorField } from '../../mirror.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { IMDSEvent } from '../cloud/imds-event.type.js';
import { CGroupContext } from '../container/cgroup-context.type.js';
import { ContainerContext } from '../container/container-context.type.js';
import { FileEvent } from '../file/file-event.type.js';
import { MountEvent } from '../file/mount-event.type.js';
import { BPFEvent } from '../kernel/bpf-event.type.js';
import { MMapEvent } from '../kernel/mmap-event.type.js';
import { ModuleEvent } from '../kernel/module-event.type.js';
import { MProtectEvent } from '../kernel/mprotect-event.type.js';
import { SELinuxEvent } from '../kernel/selinux-event.type.js';
import { SpliceEvent } from '../kernel/splice-event.type.js';
import { Syscall } from '../kernel/syscall.type.js';
import { SyscallContext } from '../kernel/syscall-context.type.js';
import { BindEvent } from '../network/bind-event.type.js';
import { DNSEvent } from '../network/dns-event.type.js';
import { NetworkContext } from '../network/network-context.type.js';
import { ExitEvent } from '../process/exit-event.type.js';
import { ProcessContext } from '../process/process-context.type.js';
import { PTraceEvent } from '../process/ptrace-event.type.js';
import { SignalEvent } from '../process/signal-event.type.js';
import { Node } from '../node.type.js';
import { AgentContext } from './agent-context.type.js';
import { DDContext } from './dd-context.type.js';
import { EventContext } from './event-context.type.js';
import { SecurityProfileContext } from './security-profile-context.type.js';
import { UserContext } from './user-context.type.js';

@Mirror(
  'SecurityEvent',
  'One thing that a rule of the agent caught on a host, or a report of the agent about itself. Which of the parts ' +
    'are filled depends on `evt.name`; a report has no `evt`.',
  { implements: Node },
)
export class SecurityEvent extends Node {
  @MirrorField(
    () => AgentContext,
    'The agent that sent the event and the rule that asked for it. Agents of every age fill it in, even those whose ' +
      'contract leaves it out.',
  )
  readonly agent?: AgentContext;

  @MirrorField(
    () => String,
    'Heading that the agent gives the event. Agents of every age send it, even those whose contract leaves it out.',
  )
  readonly title?: string;

  @MirrorField(
    () => EventContext,
    'What kind of activity this is and how it ended. Absent in reports of the agent about itself.',
  )
  readonly evt?: EventContext;

  @MirrorField(
    () => DateTime,
    "When the activity happened, by the host's clock. `0001-01-01T00:00:00Z` is a clock value that the agent " +
      'never set.',
  )
  readonly date?: string;

  @MirrorField(() => ProcessContext, 'The process that acted, with its lineage.')
  readonly process?: ProcessContext;

  @MirrorField(
    () => UserContext,
    'The account behind the acting process, by name. Sent as an empty object when neither name is known.',
  )
  readonly usr?: UserContext;

  @MirrorField(
    () => ContainerContext,
    'The container in which the activity took place; absent, or without an id, on the host itself.',
  )
  readonly container?: ContainerContext;

  @MirrorField(
    () => CGroupContext,
    'The control group of the acting process: what runs it, for a system service as well as for a container.',
  )
  readonly cgroup?: CGroupContext;

  @MirrorField(
    () => FileEvent,
    'The file that was acted upon: opened, removed, executed, mapped, loaded as a kernel module.',
  )
  readonly file?: FileEvent;

  @MirrorField(
    () => SyscallContext,
    'Arguments of the system call behind the event as the caller passed them, before the kernel resolved any path.',
  )
  readonly syscall?: SyscallContext;

  @MirrorField(
    () => [Syscall],
    'The system calls that a `syscalls` event is about. Absent in every other kind of event.',
  )
  readonly syscalls?: readonly Syscall[];

  @MirrorField(() => ExitEvent, 'How a process ended. Filled in exit events.')
  readonly exit?: ExitEvent;

  @MirrorField(() => SignalEvent, 'The signal that was sent and to whom. Filled in signal events.')
  readonly signal?: SignalEvent;

  @MirrorField(() => PTraceEvent, 'The attempt to trace or change another process. Filled in ptrace events.')
  readonly ptrace?: PTraceEvent;

  @MirrorField(
    () => MMapEvent,
    'The memory mapping that was asked for. Filled in mmap events; the mapped file, if any, stands in `file`.',
  )
  readonly mmap?: MMapEvent;

  @MirrorField(() => MProtectEvent, 'The change of access rights to memory. Filled in mprotect events.')
  readonly mprotect?: MProtectEvent;

  @MirrorField(() => ModuleEvent, 'The kernel module that was loaded or unloaded.')
  readonly module?: ModuleEvent;

  @MirrorField(() => BPFEvent, 'The use of the bpf system call: programs and maps handed to the kernel.')
  readonly bpf?: BPFEvent;

  @MirrorField(() => SELinuxEvent, 'The change to the state of SELinux.')
  readonly selinux?: SELinuxEvent;

  @MirrorField(() => SpliceEvent, 'State of the pipe in a splice, where exploits of the Dirty Pipe kind show.')
  readonly splice?: SpliceEvent;

  @MirrorField(
    () => MountEvent,
    'The filesystem that was mounted. Agents of the oldest contract put what they know into `file` instead.',
  )
  readonly mount?: MountEvent;

  @MirrorField(
    () => NetworkContext,
    'The packet behind the event: device, protocols, both ends. Filled in events on the network, such as dns and imds.',
  )
  readonly network?: NetworkContext;

  @MirrorField(
    () => DNSEvent,
    'The name lookup that left the host. Filled in dns events; the packet itself stands in `network`.',
  )
  readonly dns?: DNSEvent;

  @MirrorField(() => BindEvent, 'The local address that a socket took. Filled in bind events.')
  readonly bind?: BindEvent;

  @MirrorField(
    () => IMDSEvent,
    'The exchange with the instance metadata service of a cloud, from which credentials can be stolen.',
  )
  readonly imds?: IMDSEvent;

  @MirrorField(
    () => SecurityProfileContext,
    'The learnt profile of the workload against which the activity was compared. Absent where none exists.',
  )
  readonly security_profile?: SecurityProfileContext;

  @MirrorField(
    () => DDContext,
    'The trace in which the activity happened: the way from a security event to a request. An empty object ' +
      'outside any trace.',
  )
  readonly dd?: DDContext;
}
