/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which objects of the type AWSIMDSEvent: there must be one, and everything given must hold of it. */
export type AwsimdsEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<AwsimdsEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** True for version 2, which demands a session first; version 1 answers anyone, forged requests of a web server included. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly is_imds_v2?: BooleanFilter | null | undefined;
  /** This does not hold. */
  readonly not?: AwsimdsEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<AwsimdsEventFilter> | null | undefined;
  /** The credentials that the answer handed out, without the secret itself. Absent where it held none. Sensitive: shown only with the scope `events:read-sensitive`. Documented since agent 7.55. */
  readonly security_credentials?: AwsSecurityCredentialsFilter | null | undefined;
};

/** Which objects of the type AWSSecurityCredentials: there must be one, and everything given must hold of it. */
export type AwsSecurityCredentialsFilter = {
  /** Id of the key, by which the cloud's own audit log shows what was done with it. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly access_key_id?: StringFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<AwsSecurityCredentialsFilter> | null | undefined;
  /** Status that the service put into the answer, such as `Success`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly code?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** When they cease to work, in the words of the service. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly expiration?: StringFilter | null | undefined;
  /** When the service issued them, in the words of the service. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly last_updated?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: AwsSecurityCredentialsFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<AwsSecurityCredentialsFilter> | null | undefined;
  /** Kind of the credentials, such as `AWS-HMAC`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly type?: StringFilter | null | undefined;
};

/** What the elements of a list must be. Everything given must hold. */
export type AwsSecurityCredentialsListFilter = {
  /** The list is there, and each of its elements passes. */
  readonly every?: AwsSecurityCredentialsFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Whether the list is there and has no element. */
  readonly isEmpty?: boolean | null | undefined;
  /** No element passes; a list that is not there has none. */
  readonly none?: AwsSecurityCredentialsFilter | null | undefined;
  /** At least one element passes. */
  readonly some?: AwsSecurityCredentialsFilter | null | undefined;
};

/** What was said of an event last: somebody must have said something, and everything given must hold of it. What is not done yet, silence included, is `not: { acknowledgement: { status: { in: [RESOLVED, FALSE_POSITIVE] } } }`. */
export type AcknowledgementFilter = {
  /** When it was said. */
  readonly at?: DateTimeRange | null | undefined;
  /** Whether anybody has said anything. */
  readonly exists?: boolean | null | undefined;
  /** What it says. */
  readonly status?: AcknowledgementStatusFilter | null | undefined;
};

/** What somebody says of an event. Any of them may follow any other. */
export type AcknowledgementStatus =
  /** Somebody has seen it, or a playbook has taken it in. */
  | 'ACKNOWLEDGED'
  /** It meant nothing: the rule caught what it should not. */
  | 'FALSE_POSITIVE'
  /** Somebody looks into it. */
  | 'IN_PROGRESS'
  /** It was taken for done, and is not. */
  | 'REOPENED'
  /** It meant something, and what there was to do is done. */
  | 'RESOLVED';

/** Which of the values. Everything given must hold. */
export type AcknowledgementStatusFilter = {
  /** Equal to this. */
  readonly eq?: AcknowledgementStatus | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<AcknowledgementStatus> | null | undefined;
  /** Not equal to this. */
  readonly ne?: AcknowledgementStatus | null | undefined;
  /** None of these. */
  readonly notIn?: ReadonlyArray<AcknowledgementStatus> | null | undefined;
};

/** Which objects of the type AgentContext: there must be one, and everything given must hold of it. */
export type AgentContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<AgentContextFilter> | null | undefined;
  /** Processor architecture of the agent, by the name its compiler uses, such as `amd64` or `arm64`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly arch?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: AgentContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<AgentContextFilter> | null | undefined;
  /** The means by which the agent observes, such as `ebpf`; without eBPF it sees less. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly origin?: StringFilter | null | undefined;
  /** Operating system of the agent, by the name its compiler uses: `linux`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly os?: StringFilter | null | undefined;
  /** The policy file or bundle that holds the rule. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly policy_name?: StringFilter | null | undefined;
  /** Version of that policy, which tells hosts with stale rules from the others. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly policy_version?: StringFilter | null | undefined;
  /** What the agent did because the rule matched, such as killing a process: open objects, one an action. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly rule_actions?: JsonListFilter | null | undefined;
  /** The rule that matched. In a report of the agent about itself, the kind of report, such as `heartbeat` or `lost_events_read`. Documented since agent 7.55. */
  readonly rule_id?: StringFilter | null | undefined;
  /** Version of that rule, where its author gave one. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly rule_version?: StringFilter | null | undefined;
  /** Release of the agent, such as `7.57.1`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly version?: StringFilter | null | undefined;
};

/** Which objects of the type BPFEvent: there must be one, and everything given must hold of it. */
export type BpfEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<BpfEventFilter> | null | undefined;
  /** What was asked of the kernel, such as `BPF_PROG_LOAD` or `BPF_MAP_CREATE`. Not indexed: give a time range, too. */
  readonly cmd?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** The map that was used. Absent for commands on programs alone. */
  readonly map?: BpfMapFilter | null | undefined;
  /** This does not hold. */
  readonly not?: BpfEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<BpfEventFilter> | null | undefined;
  /** The program that was used. Absent for commands on maps alone. */
  readonly program?: BpfProgramFilter | null | undefined;
};

/** Which objects of the type BPFMap: there must be one, and everything given must hold of it. */
export type BpfMapFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<BpfMapFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Shape of the table, such as `BPF_MAP_TYPE_HASH`. Not indexed: give a time range, too. */
  readonly map_type?: StringFilter | null | undefined;
  /** Name that its creator gave it, at most 15 bytes; may be empty. Not indexed: give a time range, too. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: BpfMapFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<BpfMapFilter> | null | undefined;
};

/** Which objects of the type BPFProgram: there must be one, and everything given must hold of it. */
export type BpfProgramFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<BpfProgramFilter> | null | undefined;
  /** The hook it is meant for, such as `BPF_CGROUP_INET_INGRESS`. Not indexed: give a time range, too. */
  readonly attach_type?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Kernel functions that it calls, such as `bpf_probe_write_user`: what it is able to do. Not indexed: give a time range, too. */
  readonly helpers?: StringListFilter | null | undefined;
  /** Name that its author gave it, at most 15 bytes; may be empty. Not indexed: give a time range, too. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: BpfProgramFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<BpfProgramFilter> | null | undefined;
  /** Where in the kernel it may run, such as `BPF_PROG_TYPE_KPROBE`. Not indexed: give a time range, too. */
  readonly program_type?: StringFilter | null | undefined;
  /** Digest of the program's instructions: equal code has an equal tag, whatever its name. Not indexed: give a time range, too. */
  readonly tag?: StringFilter | null | undefined;
};

/** Which objects of the type BindEvent: there must be one, and everything given must hold of it. */
export type BindEventFilter = {
  /** The address that was taken. */
  readonly addr?: IpPortFamilyFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<BindEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: BindEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<BindEventFilter> | null | undefined;
};

/** What a truth value must be. Everything given must hold. */
export type BooleanFilter = {
  /** Equal to this. `null`: there is no value. */
  readonly eq?: boolean | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Not equal to this; what has no value is not equal either. `null`: there is a value. */
  readonly ne?: boolean | null | undefined;
};

/** Which objects of the type CGroupContext: there must be one, and everything given must hold of it. */
export type CGroupContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<CGroupContextFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Path of the control group. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly id?: StringFilter | null | undefined;
  /** What created the group, such as `docker`, `containerd` or `systemd`. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly manager?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: CGroupContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<CGroupContextFilter> | null | undefined;
};

/** Which objects of the type ContainerContext: there must be one, and everything given must hold of it. */
export type ContainerContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<ContainerContextFilter> | null | undefined;
  /** When the container was created. Reports of the agent about itself send nanoseconds since 1970, shown here as the moment in UTC. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly created_at?: DateTimeFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Id from the container runtime, mostly 64 hexadecimal digits. */
  readonly id?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: ContainerContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ContainerContextFilter> | null | undefined;
  /** Values that rules keep for this container: an object of booleans, integers, strings and lists of these. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly variables?: JsonFilter | null | undefined;
};

/** How far a count can be relied on. */
export type CountPrecision =
  /** It is so many or more: counting stopped there. */
  | 'AT_LEAST'
  /** About so many: a part was counted. */
  | 'ESTIMATED'
  /** It is so many. */
  | 'EXACT';

/** Which objects of the type DDContext: there must be one, and everything given must hold of it. */
export type DdContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<DdContextFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: DdContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<DdContextFilter> | null | undefined;
  /** The active span, in decimal. Agents before 7.57 send an integer, shown here as its text. Not indexed: give a time range, too. */
  readonly span_id?: StringFilter | null | undefined;
  /** The active trace: hexadecimal from agent 7.57 on. Older agents send an integer, shown here as its decimal text, so the two spellings do not compare. Not indexed: give a time range, too. */
  readonly trace_id?: StringFilter | null | undefined;
};

/** Which objects of the type DNSEvent: there must be one, and everything given must hold of it. */
export type DnsEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<DnsEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Transaction id of the request, 16 bits: pairs it with its answer in a packet capture, no more. Not indexed: give a time range, too. */
  readonly id?: UInt32Filter | null | undefined;
  /** This does not hold. */
  readonly not?: DnsEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<DnsEventFilter> | null | undefined;
  /** What was asked. */
  readonly question?: DnsQuestionFilter | null | undefined;
};

/** Which objects of the type DNSQuestion: there must be one, and everything given must hold of it. */
export type DnsQuestionFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<DnsQuestionFilter> | null | undefined;
  /** Class of the record, in practice `IN`. Not indexed: give a time range, too. */
  readonly class?: StringFilter | null | undefined;
  /** How many questions the request holds; only one of them is reported. Not indexed: give a time range, too. */
  readonly count?: UInt32Filter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** The name that was looked up. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: DnsQuestionFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<DnsQuestionFilter> | null | undefined;
  /** Size of the whole request in bytes; long ones hint at data smuggled out in names. Not indexed: give a time range, too. */
  readonly size?: UInt32Filter | null | undefined;
  /** Type of the record, such as `A`, `AAAA` or `TXT`. Not indexed: give a time range, too. */
  readonly type?: StringFilter | null | undefined;
};

/** What a point in time, exact to the nanosecond must be. Everything given must hold. */
export type DateTimeFilter = {
  /** Equal to this. `null`: there is no value. */
  readonly eq?: string | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** More than this. */
  readonly gt?: string | null | undefined;
  /** This or more. */
  readonly gte?: string | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** Less than this. */
  readonly lt?: string | null | undefined;
  /** This or less. */
  readonly lte?: string | null | undefined;
  /** Not equal to this; what has no value is not equal either. `null`: there is a value. */
  readonly ne?: string | null | undefined;
  /** None of these; what has no value is none of them. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

/** A range of time. Every bound is optional; two bounds of one side both count. */
export type DateTimeRange = {
  /** Later than this time. */
  readonly gt?: string | null | undefined;
  /** At this time or later. */
  readonly gte?: string | null | undefined;
  /** Earlier than this time. */
  readonly lt?: string | null | undefined;
  /** At this time or earlier. */
  readonly lte?: string | null | undefined;
};

/** Which objects of the type EventContext: there must be one, and everything given must hold of it. */
export type EventContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<EventContextFilter> | null | undefined;
  /** True when the kernel did the work later or elsewhere, as for io_uring, instead of inside the caller's own system call. Not indexed: give a time range, too. */
  readonly async?: BooleanFilter | null | undefined;
  /** The wider field: `File Activity`, `Process Activity`, `Kernel Activity` or `Network Activity`. Not indexed: give a time range, too. */
  readonly category?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Every rule that matched. Meaningful for anomalies only; otherwise the one rule stands in `agent`. Documented since agent 7.55. */
  readonly matched_rules?: MatchedRuleListFilter | null | undefined;
  /** The kind of event, such as `exec`, `open`, `dns` or `setuid`: it says which part of the event carries the details. Not indexed: give a time range, too. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: EventContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<EventContextFilter> | null | undefined;
  /** How it ended: `Success`, `Refused` when permission was missing, `Error` when it failed for another reason. Not indexed: give a time range, too. */
  readonly outcome?: StringFilter | null | undefined;
  /** Values that rules keep across events, host-wide: an object of booleans, integers, strings and lists of these. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly variables?: JsonFilter | null | undefined;
};

/** Something of an event by whose values events are grouped and counted. */
export type EventDimension =
  /** `agent.version`. */
  | 'AGENT_VERSION'
  /** `evt.category`. Ingest keeps counts by it, so it is fast at any size. */
  | 'CATEGORY'
  /** `container.id`. */
  | 'CONTAINER'
  /** `network.destination.ip`. */
  | 'DESTINATION_IP'
  /** `network.destination.port`. */
  | 'DESTINATION_PORT'
  /** `dns.question.name`: the name that was asked for. */
  | 'DNS_NAME'
  /** `evt.name`: what happened, such as `exec`. Ingest keeps counts by it, so it is fast at any size. */
  | 'EVENT_NAME'
  /** `process.executable.name`. */
  | 'EXECUTABLE_NAME'
  /** `process.executable.package_name`: the package that the executable came with. */
  | 'EXECUTABLE_PACKAGE'
  /** `process.executable.path`. */
  | 'EXECUTABLE_PATH'
  /** `file.hashes`: every hash of a file counts the event. */
  | 'FILE_HASH'
  /** `file.name`. */
  | 'FILE_NAME'
  /** `file.package_name`. */
  | 'FILE_PACKAGE'
  /** `file.path`. */
  | 'FILE_PATH'
  /** Name of the machine. Ingest keeps counts by it, so it is fast at any size. */
  | 'HOST'
  /** Whether the event speaks of the host or of the agent itself. Ingest keeps counts by it, so it is fast at any size. */
  | 'KIND'
  /** `network.l4_protocol`. */
  | 'L4_PROTOCOL'
  /** `evt.outcome`: whether it succeeded. Ingest keeps counts by it, so it is fast at any size. */
  | 'OUTCOME'
  /** `agent.policy_name`: the policy of the rule. */
  | 'POLICY'
  /** `process.comm`: the name that the process gives itself. */
  | 'PROCESS_COMM'
  /** `process.user`: the user that the process runs as. */
  | 'PROCESS_USER'
  /** `agent.rule_id`: the rule that matched. Ingest keeps counts by it, so it is fast at any size. */
  | 'RULE'
  /** The service that the event's agent names. */
  | 'SERVICE'
  /** `network.source.ip`. */
  | 'SOURCE_IP'
  /** Each of the tags that the event's agent gives it. */
  | 'TAG'
  /** `usr.id`: the user, as the event names it. */
  | 'USER';

/** One version of the event format, named after the first agent that sends it. */
export type EventFormat =
  /** The contract csm-7.55: agents from 7.55 on. */
  | 'CSM_7_55'
  /** The contract csm-7.57: agents from 7.57 on. */
  | 'CSM_7_57'
  /** The contract cws-7.40: agents from 7.40 on. */
  | 'CWS_7_40'
  /** The contract cws-7.44: agents from 7.44 on. */
  | 'CWS_7_44';

/** Which of the values. Everything given must hold. */
export type EventFormatFilter = {
  /** Equal to this. */
  readonly eq?: EventFormat | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<EventFormat> | null | undefined;
  /** Not equal to this. */
  readonly ne?: EventFormat | null | undefined;
  /** None of these. */
  readonly notIn?: ReadonlyArray<EventFormat> | null | undefined;
};

/** Which contracts accept the event. Everything given must hold. */
export type EventFormatListFilter = {
  /** Each of the contracts is such; of none, each is. */
  readonly every?: EventFormatFilter | null | undefined;
  /** Whether no contract accepts the event. */
  readonly isEmpty?: boolean | null | undefined;
  /** None of the contracts is such. */
  readonly none?: EventFormatFilter | null | undefined;
  /** At least one of the contracts is such. */
  readonly some?: EventFormatFilter | null | undefined;
};

/** What an event speaks of. */
export type EventKind =
  /** The agent itself: its rules, its health, what it lost. It has no `evt`. */
  | 'AGENT_REPORT'
  /** Something that happened on the host and matched a rule. */
  | 'SECURITY_EVENT';

/** Which of the values. Everything given must hold. */
export type EventKindFilter = {
  /** Equal to this. */
  readonly eq?: EventKind | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<EventKind> | null | undefined;
  /** Not equal to this. */
  readonly ne?: EventKind | null | undefined;
  /** None of these. */
  readonly notIn?: ReadonlyArray<EventKind> | null | undefined;
};

/** Which objects of the type ExitEvent: there must be one, and everything given must hold of it. */
export type ExitEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<ExitEventFilter> | null | undefined;
  /** `EXITED` by itself, `SIGNALED` by a signal, or `COREDUMPED` by one that left a core dump. Not indexed: give a time range, too. */
  readonly cause?: StringFilter | null | undefined;
  /** Exit status after `EXITED`, number of the signal otherwise. Not indexed: give a time range, too. */
  readonly code?: UInt32Filter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: ExitEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ExitEventFilter> | null | undefined;
};

/** Which objects of the type FileEvent: there must be one, and everything given must hold of it. */
export type FileEventFilter = {
  /** When the file was last read; in the destination of a utimes, the time it is made to show. Not indexed: give a time range, too. */
  readonly access_time?: DateTimeFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<FileEventFilter> | null | undefined;
  /** Extended attribute that is set or removed, without its namespace. Absent in other events. Not indexed: give a time range, too. */
  readonly attribute_name?: StringFilter | null | undefined;
  /** Namespace of that extended attribute, such as `security` or `user`. Not indexed: give a time range, too. */
  readonly attribute_namespace?: StringFilter | null | undefined;
  /** When content or attributes last changed; the kernel sets it, so it betrays a faked `modification_time`. The start of 1970 means not known. Not indexed: give a time range, too. */
  readonly change_time?: DateTimeFilter | null | undefined;
  /** The other side of the operation: the new name after rename, the new link after link, the attributes that chmod, chown and utimes ask for. Absent in other events. */
  readonly destination?: FileFilter | null | undefined;
  /** Number of the device that was mounted, in mount events of agents that fill `file` instead of `mount`. Not indexed: give a time range, too. */
  readonly device?: UInt32Filter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Type of the filesystem, such as `ext4`, `overlay` or `tmpfs`. Not indexed: give a time range, too. */
  readonly filesystem?: StringFilter | null | undefined;
  /** Flags of the operation by name, such as `O_CREAT` of an open or `AT_REMOVEDIR` of an unlink. Not indexed: give a time range, too. */
  readonly flags?: StringListFilter | null | undefined;
  /** Type of the filesystem that was mounted, in mount events of agents that fill `file` instead of `mount`. Not indexed: give a time range, too. */
  readonly fstype?: StringFilter | null | undefined;
  /** Group id of the owner. Always sent, so 0 can mean root or not known; -1 in the destination of a chown leaves the group as it is. Not indexed: give a time range, too. */
  readonly gid?: Int64Filter | null | undefined;
  /** Name of `gid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly group?: StringFilter | null | undefined;
  /** Peer group of the new mount, within which mounts and unmounts spread. No user's group, in spite of the name. Documented for agents 7.40 to 7.44 only. Not indexed: give a time range, too. */
  readonly group_id?: UInt32Filter | null | undefined;
  /** Whether `hashes` were computed, or what prevented it, such as `NoHash` where none were asked for. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly hash_state?: StringFilter | null | undefined;
  /** Digests of the content, each as `algorithm:digest`. Absent unless computed; `hash_state` says why. Documented since agent 7.55. */
  readonly hashes?: StringListFilter | null | undefined;
  /** In a container, true when the file is not as the image delivered it: created or changed since. Absent outside OverlayFS. Not indexed: give a time range, too. */
  readonly in_upper_layer?: BooleanFilter | null | undefined;
  /** Inode number, unique in its filesystem while the file exists and used again afterwards. Not indexed: give a time range, too. */
  readonly inode?: UInt64Filter | null | undefined;
  /** Type and permission bits as one decimal number: 33261 is octal 100755, a regular file that all may execute. Not indexed: give a time range, too. */
  readonly mode?: UInt32Filter | null | undefined;
  /** When the content last changed; in the destination of a utimes, the time it is made to show. The start of 1970 means not known. Not indexed: give a time range, too. */
  readonly modification_time?: DateTimeFilter | null | undefined;
  /** The mount that holds the file, by the kernel's number; means something on its host only, until unmounted. Not indexed: give a time range, too. */
  readonly mount_id?: UInt32Filter | null | undefined;
  /** How the agent had come to know that mount, such as by an event or by reading what was mounted already. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly mount_origin?: StringFilter | null | undefined;
  /** Where the mount that holds the file is attached. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly mount_path?: StringFilter | null | undefined;
  /** By which clue the agent found that mount; tells how far `mount_path` can be trusted. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly mount_source?: StringFilter | null | undefined;
  /** Last part of the path. */
  readonly name?: StringFilter | null | undefined;
  /** Number of the new mount, in mount events of agents that fill `file` instead of `mount`. Not indexed: give a time range, too. */
  readonly new_mount_id?: UInt32Filter | null | undefined;
  /** This does not hold. */
  readonly not?: FileEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<FileEventFilter> | null | undefined;
  /** Package of the distribution that installed the file. Absent for files that no package owns. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly package_name?: StringFilter | null | undefined;
  /** Version of that package. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly package_version?: StringFilter | null | undefined;
  /** Full path. Absent or cut short where `path_resolution_error` says why. */
  readonly path?: StringFilter | null | undefined;
  /** Why the path is missing or incomplete. Absent when all went well. Not indexed: give a time range, too. */
  readonly path_resolution_error?: StringFilter | null | undefined;
  /** User id of the owner. Always sent, so 0 can mean root or not known; -1 in the destination of a chown leaves the owner as it is. Not indexed: give a time range, too. */
  readonly uid?: Int64Filter | null | undefined;
  /** Name of `uid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly user?: StringFilter | null | undefined;
};

/** Which objects of the type File: there must be one, and everything given must hold of it. */
export type FileFilter = {
  /** When the file was last read; in the destination of a utimes, the time it is made to show. Not indexed: give a time range, too. */
  readonly access_time?: DateTimeFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<FileFilter> | null | undefined;
  /** Extended attribute that is set or removed, without its namespace. Absent in other events. Not indexed: give a time range, too. */
  readonly attribute_name?: StringFilter | null | undefined;
  /** Namespace of that extended attribute, such as `security` or `user`. Not indexed: give a time range, too. */
  readonly attribute_namespace?: StringFilter | null | undefined;
  /** When content or attributes last changed; the kernel sets it, so it betrays a faked `modification_time`. The start of 1970 means not known. Not indexed: give a time range, too. */
  readonly change_time?: DateTimeFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Type of the filesystem, such as `ext4`, `overlay` or `tmpfs`. Not indexed: give a time range, too. */
  readonly filesystem?: StringFilter | null | undefined;
  /** Flags of the operation by name, such as `O_CREAT` of an open or `AT_REMOVEDIR` of an unlink. Not indexed: give a time range, too. */
  readonly flags?: StringListFilter | null | undefined;
  /** Group id of the owner. Always sent, so 0 can mean root or not known; -1 in the destination of a chown leaves the group as it is. Not indexed: give a time range, too. */
  readonly gid?: Int64Filter | null | undefined;
  /** Name of `gid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly group?: StringFilter | null | undefined;
  /** Whether `hashes` were computed, or what prevented it, such as `NoHash` where none were asked for. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly hash_state?: StringFilter | null | undefined;
  /** Digests of the content, each as `algorithm:digest`. Absent unless computed; `hash_state` says why. Documented since agent 7.55. */
  readonly hashes?: StringListFilter | null | undefined;
  /** In a container, true when the file is not as the image delivered it: created or changed since. Absent outside OverlayFS. Not indexed: give a time range, too. */
  readonly in_upper_layer?: BooleanFilter | null | undefined;
  /** Inode number, unique in its filesystem while the file exists and used again afterwards. Not indexed: give a time range, too. */
  readonly inode?: UInt64Filter | null | undefined;
  /** Type and permission bits as one decimal number: 33261 is octal 100755, a regular file that all may execute. Not indexed: give a time range, too. */
  readonly mode?: UInt32Filter | null | undefined;
  /** When the content last changed; in the destination of a utimes, the time it is made to show. The start of 1970 means not known. Not indexed: give a time range, too. */
  readonly modification_time?: DateTimeFilter | null | undefined;
  /** The mount that holds the file, by the kernel's number; means something on its host only, until unmounted. Not indexed: give a time range, too. */
  readonly mount_id?: UInt32Filter | null | undefined;
  /** How the agent had come to know that mount, such as by an event or by reading what was mounted already. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly mount_origin?: StringFilter | null | undefined;
  /** Where the mount that holds the file is attached. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly mount_path?: StringFilter | null | undefined;
  /** By which clue the agent found that mount; tells how far `mount_path` can be trusted. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly mount_source?: StringFilter | null | undefined;
  /** Last part of the path. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: FileFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<FileFilter> | null | undefined;
  /** Package of the distribution that installed the file. Absent for files that no package owns. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly package_name?: StringFilter | null | undefined;
  /** Version of that package. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly package_version?: StringFilter | null | undefined;
  /** Full path. Absent or cut short where `path_resolution_error` says why. */
  readonly path?: StringFilter | null | undefined;
  /** Why the path is missing or incomplete. Absent when all went well. Not indexed: give a time range, too. */
  readonly path_resolution_error?: StringFilter | null | undefined;
  /** User id of the owner. Always sent, so 0 can mean root or not known; -1 in the destination of a chown leaves the owner as it is. Not indexed: give a time range, too. */
  readonly uid?: Int64Filter | null | undefined;
  /** Name of `uid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly user?: StringFilter | null | undefined;
};

/** By what files are taken for the same. */
export type FileKey =
  /** By the hash of their content, wherever they lie. A file with several hashes stands under each. */
  | 'HASH'
  /** By the package that they came with. */
  | 'PACKAGE'
  /** By their path, on whatever host and in whatever container. */
  | 'PATH';

/** Which hosts. Everything given must hold. */
export type HostFilter = {
  /** Name of the host. */
  readonly name?: StringFilter | null | undefined;
};

/** Which objects of the type IMDSEvent: there must be one, and everything given must hold of it. */
export type ImdsEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<ImdsEventFilter> | null | undefined;
  /** What only AWS has. Absent for other clouds. Documented since agent 7.55. */
  readonly aws?: AwsimdsEventFilter | null | undefined;
  /** The cloud that the request is meant for, such as `aws`, `gcp` or `azure`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly cloud_provider?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Host header of the request. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly host?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: ImdsEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ImdsEventFilter> | null | undefined;
  /** Server header of the answer. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly server?: StringFilter | null | undefined;
  /** Which half of the exchange it is: `request` or `response`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly type?: StringFilter | null | undefined;
  /** Path that was asked for; the paths of credentials are the ones to watch. Absent in answers. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly url?: StringFilter | null | undefined;
  /** User-Agent header of the request: which tool or library asked. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly user_agent?: StringFilter | null | undefined;
};

/** What an IP address must be. Everything given must hold. */
export type IpAddressFilter = {
  /** Equal to this. `null`: there is no value. */
  readonly eq?: string | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** Not equal to this; what has no value is not equal either. `null`: there is a value. */
  readonly ne?: string | null | undefined;
  /** None of these; what has no value is none of them. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
  /** Inside one of these networks. */
  readonly within?: ReadonlyArray<string> | null | undefined;
};

/** Which objects of the type IPPortFamily: there must be one, and everything given must hold of it. */
export type IpPortFamilyFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<IpPortFamilyFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Address family, such as `AF_INET` or `AF_UNIX`: outside IP the address and port say nothing. Not indexed: give a time range, too. */
  readonly family?: StringFilter | null | undefined;
  /** IPv4 or IPv6 address, spelled as sent; `0.0.0.0` and `::` stand for every address of the host. Not indexed: give a time range, too. */
  readonly ip?: IpAddressFilter | null | undefined;
  /** This does not hold. */
  readonly not?: IpPortFamilyFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<IpPortFamilyFilter> | null | undefined;
  /** Port, 0 to 65535; bind to 0 lets the kernel choose. Not indexed: give a time range, too. */
  readonly port?: UInt32Filter | null | undefined;
};

/** Which objects of the type IPPort: there must be one, and everything given must hold of it. */
export type IpPortFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<IpPortFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** IPv4 or IPv6 address, spelled as sent. */
  readonly ip?: IpAddressFilter | null | undefined;
  /** This does not hold. */
  readonly not?: IpPortFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<IpPortFilter> | null | undefined;
  /** Port, 0 to 65535; 0 where the protocol has none. Not indexed: give a time range, too. */
  readonly port?: UInt32Filter | null | undefined;
};

/** What an integer must be. Everything given must hold. */
export type Int64Filter = {
  /** Equal to this. `null`: there is no value. */
  readonly eq?: number | string | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** More than this. */
  readonly gt?: number | string | null | undefined;
  /** This or more. */
  readonly gte?: number | string | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<number | string> | null | undefined;
  /** Less than this. */
  readonly lt?: number | string | null | undefined;
  /** This or less. */
  readonly lte?: number | string | null | undefined;
  /** Not equal to this; what has no value is not equal either. `null`: there is a value. */
  readonly ne?: number | string | null | undefined;
  /** None of these; what has no value is none of them. */
  readonly notIn?: ReadonlyArray<number | string> | null | undefined;
};

/** What a part without a fixed shape must be. Everything given must hold. */
export type JsonFilter = {
  /** It holds this: every key of an object, every element of a list, at any number of levels. */
  readonly containsJson?: unknown;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
};

/** What the elements of a list must be. Everything given must hold. */
export type JsonListFilter = {
  /** The list is there, and each of its elements passes. */
  readonly every?: JsonFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Whether the list is there and has no element. */
  readonly isEmpty?: boolean | null | undefined;
  /** No element passes; a list that is not there has none. */
  readonly none?: JsonFilter | null | undefined;
  /** At least one element passes. */
  readonly some?: JsonFilter | null | undefined;
};

/** What kept a list or a tree of processes from being whole. */
export type LineageLimit =
  /** There are generations past the depth that was asked for, or may be asked for. */
  | 'DEPTH_LIMIT'
  /** A process has more children than are shown; `collapsedChildren` counts the rest. */
  | 'FAN_OUT_LIMIT'
  /** There are more processes than one answer holds; the nearest are there. */
  | 'NODE_LIMIT';

/** Which objects of the type MMapEvent: there must be one, and everything given must hold of it. */
export type MMapEventFilter = {
  /** Start of the mapping, in hexadecimal. Not indexed: give a time range, too. */
  readonly address?: StringFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<MMapEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Flags of the mapping by name, such as `MAP_PRIVATE` or `MAP_ANONYMOUS`. Not indexed: give a time range, too. */
  readonly flags?: StringFilter | null | undefined;
  /** Size of the mapping in bytes. Not indexed: give a time range, too. */
  readonly length?: UInt64Filter | null | undefined;
  /** This does not hold. */
  readonly not?: MMapEventFilter | null | undefined;
  /** Where in the file the mapping begins, in bytes. Not indexed: give a time range, too. */
  readonly offset?: UInt64Filter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<MMapEventFilter> | null | undefined;
  /** Rights asked for, by name; `PROT_WRITE` together with `PROT_EXEC` is what injected code needs. Not indexed: give a time range, too. */
  readonly protection?: StringFilter | null | undefined;
};

/** Which objects of the type MProtectEvent: there must be one, and everything given must hold of it. */
export type MProtectEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<MProtectEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: MProtectEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<MProtectEventFilter> | null | undefined;
  /** Rights asked for, by name. Not indexed: give a time range, too. */
  readonly req_protection?: StringFilter | null | undefined;
  /** End of the range, in hexadecimal. Not indexed: give a time range, too. */
  readonly vm_end?: StringFilter | null | undefined;
  /** Rights before the change, by name. Not indexed: give a time range, too. */
  readonly vm_protection?: StringFilter | null | undefined;
  /** Start of the range, in hexadecimal. Not indexed: give a time range, too. */
  readonly vm_start?: StringFilter | null | undefined;
};

/** Which objects of the type MatchedRule: there must be one, and everything given must hold of it. */
export type MatchedRuleFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<MatchedRuleFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Id of the rule, as in `agent.rule_id`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly id?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: MatchedRuleFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<MatchedRuleFilter> | null | undefined;
  /** The policy that holds the rule. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly policy_name?: StringFilter | null | undefined;
  /** Version of that policy. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly policy_version?: StringFilter | null | undefined;
  /** Labels that the author put on the rule, as `key:value`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly tags?: StringListFilter | null | undefined;
  /** Version of the rule, where its author gave one. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly version?: StringFilter | null | undefined;
};

/** What the elements of a list must be. Everything given must hold. */
export type MatchedRuleListFilter = {
  /** The list is there, and each of its elements passes. */
  readonly every?: MatchedRuleFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Whether the list is there and has no element. */
  readonly isEmpty?: boolean | null | undefined;
  /** No element passes; a list that is not there has none. */
  readonly none?: MatchedRuleFilter | null | undefined;
  /** At least one element passes. */
  readonly some?: MatchedRuleFilter | null | undefined;
};

/** Which objects of the type ModuleEvent: there must be one, and everything given must hold of it. */
export type ModuleEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<ModuleEventFilter> | null | undefined;
  /** True when the parameters were too long and the list is not whole. Absent otherwise. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly args_truncated?: BooleanFilter | null | undefined;
  /** Parameters given to the module at load. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly argv?: StringListFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** True when the module came out of memory, without a file to examine; false or absent when out of a file. Not indexed: give a time range, too. */
  readonly loaded_from_memory?: BooleanFilter | null | undefined;
  /** Name of the module. Not indexed: give a time range, too. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: ModuleEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ModuleEventFilter> | null | undefined;
};

/** Which objects of the type MountEvent: there must be one, and everything given must hold of it. */
export type MountEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<MountEventFilter> | null | undefined;
  /** Number of the mount whose content a bind mount shows once more; 0 when it is no bind mount. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly bind_src_mount_id?: UInt32Filter | null | undefined;
  /** Number of the mounted device, major and minor in one. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly device?: UInt32Filter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Type of the filesystem, such as `ext4`, `overlay` or `proc`. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly fs_type?: StringFilter | null | undefined;
  /** Peer group of the mount, within which mounts and unmounts spread. No user's group, in spite of the name. Documented for agent 7.44 only. Not indexed: give a time range, too. */
  readonly group_id?: UInt32Filter | null | undefined;
  /** Number of the new mount, to which `mount_id` of files refers. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly mount_id?: UInt32Filter | null | undefined;
  /** Path of the mount point. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly mountpoint_path?: StringFilter | null | undefined;
  /** Why `mountpoint_path` is missing or incomplete. Absent when all went well. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly mountpoint_path_error?: StringFilter | null | undefined;
  /** The directory on which it is mounted. From agent 7.55 on `mp` and `root` stand in each other's place: trust `mountpoint_path`. Documented since agent 7.44. */
  readonly mp?: FileFilter | null | undefined;
  /** This does not hold. */
  readonly not?: MountEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<MountEventFilter> | null | undefined;
  /** Number of the mount on which the new one sits. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly parent_mount_id?: UInt32Filter | null | undefined;
  /** The top of what is mounted. From agent 7.55 on `mp` and `root` stand in each other's place: trust `source_path`. Documented since agent 7.44. */
  readonly root?: FileFilter | null | undefined;
  /** Path of what is mounted there. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly source_path?: StringFilter | null | undefined;
  /** Why `source_path` is missing or incomplete. Absent when all went well. Documented since agent 7.44. Not indexed: give a time range, too. */
  readonly source_path_error?: StringFilter | null | undefined;
};

/** Which objects of the type NetworkContext: there must be one, and everything given must hold of it. */
export type NetworkContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<NetworkContextFilter> | null | undefined;
  /** The receiver. */
  readonly destination?: IpPortFilter | null | undefined;
  /** The network device at which the packet was seen. */
  readonly device?: NetworkDeviceFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Protocol of the network layer, such as `ETH_P_IP` or `ETH_P_IPV6`. Not indexed: give a time range, too. */
  readonly l3_protocol?: StringFilter | null | undefined;
  /** Protocol of the transport layer, such as `IP_PROTO_UDP`. Not indexed: give a time range, too. */
  readonly l4_protocol?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: NetworkContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<NetworkContextFilter> | null | undefined;
  /** Size of the packet in bytes. Not indexed: give a time range, too. */
  readonly size?: UInt32Filter | null | undefined;
  /** The sender. */
  readonly source?: IpPortFilter | null | undefined;
};

/** Which objects of the type NetworkDevice: there must be one, and everything given must hold of it. */
export type NetworkDeviceFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<NetworkDeviceFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Number of the device; unique in its namespace only. Not indexed: give a time range, too. */
  readonly ifindex?: UInt32Filter | null | undefined;
  /** Name of the device, such as `eth0`. Not indexed: give a time range, too. */
  readonly ifname?: StringFilter | null | undefined;
  /** Inode number of the network namespace: one a container, as a rule. Not indexed: give a time range, too. */
  readonly netns?: UInt32Filter | null | undefined;
  /** This does not hold. */
  readonly not?: NetworkDeviceFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<NetworkDeviceFilter> | null | undefined;
};

/** Which objects of the type PTraceEvent: there must be one, and everything given must hold of it. */
export type PTraceEventFilter = {
  /** Address in the tracee to which the request applies, in hexadecimal. Not indexed: give a time range, too. */
  readonly address?: StringFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<PTraceEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: PTraceEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<PTraceEventFilter> | null | undefined;
  /** What was asked for, such as `PTRACE_ATTACH` or `PTRACE_POKETEXT`. Not indexed: give a time range, too. */
  readonly request?: StringFilter | null | undefined;
  /** The process that is traced, with its own lineage. */
  readonly tracee?: ProcessContextFilter | null | undefined;
};

/** Which objects of the type ProcessContext: there must be one, and everything given must hold of it. */
export type ProcessContextFilter = {
  /** It started this process, directly or through others, by the `id` of a ProcessInstance. */
  readonly ancestorOf?: string | null | undefined;
  /** The lineage from the nearest to the root, one entry an image, so one pid may stand several times in a row. In `signal.target` it is the lineage of the sender. */
  readonly ancestors?: ProcessListFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<ProcessContextFilter> | null | undefined;
  /** The command line after `argv0`, secrets that the agent recognised blotted out. Left out when equal to that of the next entry in the lineage; an empty list is sent as such. Sensitive: shown only with the scope `events:read-sensitive`. Not indexed: give a time range, too. */
  readonly args?: StringListFilter | null | undefined;
  /** True when arguments were too many or too long and the list is not whole. Absent otherwise. Not indexed: give a time range, too. */
  readonly args_truncated?: BooleanFilter | null | undefined;
  /** First word of the command line, which the caller chooses freely: it need not name the executable. Not indexed: give a time range, too. */
  readonly argv0?: StringFilter | null | undefined;
  /** AWS credentials that the process obtained from the metadata service: what an intruder in it could use. Sensitive: shown only with the scope `events:read-sensitive`. Documented since agent 7.55. */
  readonly aws_security_credentials?: AwsSecurityCredentialsListFilter | null | undefined;
  /** Short name that the kernel keeps, at most 15 bytes. A process can set its own, so it may lie. Not indexed: give a time range, too. */
  readonly comm?: StringFilter | null | undefined;
  /** The container of the process. Absent on the host itself. */
  readonly container?: ContainerContextFilter | null | undefined;
  /** User ids, group ids and capabilities under which the process acts. Absent for kernel workers. */
  readonly credentials?: ProcessCredentialsFilter | null | undefined;
  /** This process started it, directly or through others, by the `id` of a ProcessInstance. */
  readonly descendantOf?: string | null | undefined;
  /** Environment variables: bare names, with a value for the few that the agent is set to show. Left out when equal to those of the next entry in the lineage. Sensitive: shown only with the scope `events:read-sensitive`. Not indexed: give a time range, too. */
  readonly envs?: StringListFilter | null | undefined;
  /** True when variables were too many or too long and the list is not whole. Absent otherwise. Not indexed: give a time range, too. */
  readonly envs_truncated?: BooleanFilter | null | undefined;
  /** When this image started; with `pid` it names the image. Absent when the agent did not learn it. Not indexed: give a time range, too. */
  readonly exec_time?: DateTimeFilter | null | undefined;
  /** The file whose program runs; for a script, the script. Absent for kernel workers. */
  readonly executable?: FileFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** When the process ended. Absent as long as it ran. Not indexed: give a time range, too. */
  readonly exit_time?: DateTimeFilter | null | undefined;
  /** When the process came into being. Absent when the agent did not learn it. Not indexed: give a time range, too. */
  readonly fork_time?: DateTimeFilter | null | undefined;
  /** Real group id. Always sent, so 0 can mean root or not known; `credentials` settles it. Not indexed: give a time range, too. */
  readonly gid?: UInt32Filter | null | undefined;
  /** Name of `gid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly group?: StringFilter | null | undefined;
  /** It is this process, by the `id` of a ProcessInstance. */
  readonly instance?: string | null | undefined;
  /** The program that runs a script, such as a shell or Python. Absent for a binary. */
  readonly interpreter?: FileFilter | null | undefined;
  /** True when this image replaced an earlier one by exec under the same pid. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly is_exec_child?: BooleanFilter | null | undefined;
  /** True for a worker thread of the kernel, which carries little more than a pid. Not indexed: give a time range, too. */
  readonly is_kworker?: BooleanFilter | null | undefined;
  /** True for a child that has forked and not executed a program since: it still runs the image of its parent. Not indexed: give a time range, too. */
  readonly is_thread?: BooleanFilter | null | undefined;
  /** This does not hold. */
  readonly not?: ProcessContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ProcessContextFilter> | null | undefined;
  /** The process that started this one; the same as the first entry of `ancestors`. */
  readonly parent?: ProcessFilter | null | undefined;
  /** Why the path of the executable is missing or incomplete. Absent when all went well. Not indexed: give a time range, too. */
  readonly path_resolution_error?: StringFilter | null | undefined;
  /** Process id in the numbering of the host, not of the container. Ids are used again: only together with `exec_time` does one name a process. Not indexed: give a time range, too. */
  readonly pid?: UInt32Filter | null | undefined;
  /** Id of the parent process. Absent where there is none. Not indexed: give a time range, too. */
  readonly ppid?: UInt32Filter | null | undefined;
  /** How the agent came to know the process: while it watched, or by reading what ran already. `unknown` occurs. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly source?: StringFilter | null | undefined;
  /** System calls of the process that went into the event. Documented since agent 7.55. */
  readonly syscalls?: SyscallListFilter | null | undefined;
  /** Id of the acting thread; equal to `pid` in the main thread. Not indexed: give a time range, too. */
  readonly tid?: UInt32Filter | null | undefined;
  /** True when the lineage had more than 200 entries: the first and last hundred are kept and the middle is missing. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly truncated_ancestors?: BooleanFilter | null | undefined;
  /** Terminal of the process, such as `pts0`: a sign of somebody typing. Absent for services. Not indexed: give a time range, too. */
  readonly tty?: StringFilter | null | undefined;
  /** Real user id. Always sent, so 0 can mean root or not known; `credentials` settles it. Not indexed: give a time range, too. */
  readonly uid?: UInt32Filter | null | undefined;
  /** Name of `uid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly user?: StringFilter | null | undefined;
  /** Who came in from outside, such as through `kubectl exec`. Absent outside such a session. Sensitive: shown only with the scope `events:read-sensitive`. Documented since agent 7.55. */
  readonly user_session?: UserSessionContextFilter | null | undefined;
  /** Values that rules keep for this process and its descendants: an object of booleans, integers, strings and lists of these. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly variables?: JsonFilter | null | undefined;
};

/** Which objects of the type ProcessCredentials: there must be one, and everything given must hold of it. */
export type ProcessCredentialsFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<ProcessCredentialsFilter> | null | undefined;
  /** User id at login, which survives su and sudo: the person behind the account. 4294967295 when nobody logged in, as for services. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly auid?: UInt32Filter | null | undefined;
  /** Capabilities in force, such as `CAP_SYS_ADMIN`. An empty list means none; absent means not known. Not indexed: give a time range, too. */
  readonly cap_effective?: StringListFilter | null | undefined;
  /** Capabilities that the process may put into force. An empty list means none; absent means not known. Not indexed: give a time range, too. */
  readonly cap_permitted?: StringListFilter | null | undefined;
  /** What the credentials became: user ids and names after setuid, group ids and names after setgid, both capability lists after capset. Absent in other events. Not indexed: give a time range, too. */
  readonly destination?: JsonFilter | null | undefined;
  /** Effective group id, by which the kernel decides on permissions. Not indexed: give a time range, too. */
  readonly egid?: UInt32Filter | null | undefined;
  /** Name of `egid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly egroup?: StringFilter | null | undefined;
  /** Effective user id, by which the kernel decides on permissions; 0 beside another `uid` is the mark of setuid. Not indexed: give a time range, too. */
  readonly euid?: UInt32Filter | null | undefined;
  /** Name of `euid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly euser?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Group id for access to files; follows `egid` unless the process set it apart. Not indexed: give a time range, too. */
  readonly fsgid?: UInt32Filter | null | undefined;
  /** Name of `fsgid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly fsgroup?: StringFilter | null | undefined;
  /** User id for access to files; follows `euid` unless the process set it apart. Not indexed: give a time range, too. */
  readonly fsuid?: UInt32Filter | null | undefined;
  /** Name of `fsuid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly fsuser?: StringFilter | null | undefined;
  /** Real group id. Not indexed: give a time range, too. */
  readonly gid?: UInt32Filter | null | undefined;
  /** Name of `gid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly group?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: ProcessCredentialsFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ProcessCredentialsFilter> | null | undefined;
  /** Real user id: who started the process. Not indexed: give a time range, too. */
  readonly uid?: UInt32Filter | null | undefined;
  /** Name of `uid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly user?: StringFilter | null | undefined;
};

/** Which objects of the type Process: there must be one, and everything given must hold of it. */
export type ProcessFilter = {
  /** It started this process, directly or through others, by the `id` of a ProcessInstance. */
  readonly ancestorOf?: string | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<ProcessFilter> | null | undefined;
  /** The command line after `argv0`, secrets that the agent recognised blotted out. Left out when equal to that of the next entry in the lineage; an empty list is sent as such. Sensitive: shown only with the scope `events:read-sensitive`. Not indexed: give a time range, too. */
  readonly args?: StringListFilter | null | undefined;
  /** True when arguments were too many or too long and the list is not whole. Absent otherwise. Not indexed: give a time range, too. */
  readonly args_truncated?: BooleanFilter | null | undefined;
  /** First word of the command line, which the caller chooses freely: it need not name the executable. Not indexed: give a time range, too. */
  readonly argv0?: StringFilter | null | undefined;
  /** AWS credentials that the process obtained from the metadata service: what an intruder in it could use. Sensitive: shown only with the scope `events:read-sensitive`. Documented since agent 7.55. */
  readonly aws_security_credentials?: AwsSecurityCredentialsListFilter | null | undefined;
  /** Short name that the kernel keeps, at most 15 bytes. A process can set its own, so it may lie. Not indexed: give a time range, too. */
  readonly comm?: StringFilter | null | undefined;
  /** The container of the process. Absent on the host itself. */
  readonly container?: ContainerContextFilter | null | undefined;
  /** User ids, group ids and capabilities under which the process acts. Absent for kernel workers. */
  readonly credentials?: ProcessCredentialsFilter | null | undefined;
  /** This process started it, directly or through others, by the `id` of a ProcessInstance. */
  readonly descendantOf?: string | null | undefined;
  /** Environment variables: bare names, with a value for the few that the agent is set to show. Left out when equal to those of the next entry in the lineage. Sensitive: shown only with the scope `events:read-sensitive`. Not indexed: give a time range, too. */
  readonly envs?: StringListFilter | null | undefined;
  /** True when variables were too many or too long and the list is not whole. Absent otherwise. Not indexed: give a time range, too. */
  readonly envs_truncated?: BooleanFilter | null | undefined;
  /** When this image started; with `pid` it names the image. Absent when the agent did not learn it. Not indexed: give a time range, too. */
  readonly exec_time?: DateTimeFilter | null | undefined;
  /** The file whose program runs; for a script, the script. Absent for kernel workers. */
  readonly executable?: FileFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** When the process ended. Absent as long as it ran. Not indexed: give a time range, too. */
  readonly exit_time?: DateTimeFilter | null | undefined;
  /** When the process came into being. Absent when the agent did not learn it. Not indexed: give a time range, too. */
  readonly fork_time?: DateTimeFilter | null | undefined;
  /** Real group id. Always sent, so 0 can mean root or not known; `credentials` settles it. Not indexed: give a time range, too. */
  readonly gid?: UInt32Filter | null | undefined;
  /** Name of `gid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly group?: StringFilter | null | undefined;
  /** It is this process, by the `id` of a ProcessInstance. */
  readonly instance?: string | null | undefined;
  /** The program that runs a script, such as a shell or Python. Absent for a binary. */
  readonly interpreter?: FileFilter | null | undefined;
  /** True when this image replaced an earlier one by exec under the same pid. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly is_exec_child?: BooleanFilter | null | undefined;
  /** True for a worker thread of the kernel, which carries little more than a pid. Not indexed: give a time range, too. */
  readonly is_kworker?: BooleanFilter | null | undefined;
  /** True for a child that has forked and not executed a program since: it still runs the image of its parent. Not indexed: give a time range, too. */
  readonly is_thread?: BooleanFilter | null | undefined;
  /** This does not hold. */
  readonly not?: ProcessFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<ProcessFilter> | null | undefined;
  /** Why the path of the executable is missing or incomplete. Absent when all went well. Not indexed: give a time range, too. */
  readonly path_resolution_error?: StringFilter | null | undefined;
  /** Process id in the numbering of the host, not of the container. Ids are used again: only together with `exec_time` does one name a process. Not indexed: give a time range, too. */
  readonly pid?: UInt32Filter | null | undefined;
  /** Id of the parent process. Absent where there is none. Not indexed: give a time range, too. */
  readonly ppid?: UInt32Filter | null | undefined;
  /** How the agent came to know the process: while it watched, or by reading what ran already. `unknown` occurs. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly source?: StringFilter | null | undefined;
  /** System calls of the process that went into the event. Documented since agent 7.55. */
  readonly syscalls?: SyscallListFilter | null | undefined;
  /** Id of the acting thread; equal to `pid` in the main thread. Not indexed: give a time range, too. */
  readonly tid?: UInt32Filter | null | undefined;
  /** Terminal of the process, such as `pts0`: a sign of somebody typing. Absent for services. Not indexed: give a time range, too. */
  readonly tty?: StringFilter | null | undefined;
  /** Real user id. Always sent, so 0 can mean root or not known; `credentials` settles it. Not indexed: give a time range, too. */
  readonly uid?: UInt32Filter | null | undefined;
  /** Name of `uid`; absent when the host could not name it. Not indexed: give a time range, too. */
  readonly user?: StringFilter | null | undefined;
  /** Who came in from outside, such as through `kubectl exec`. Absent outside such a session. Sensitive: shown only with the scope `events:read-sensitive`. Documented since agent 7.55. */
  readonly user_session?: UserSessionContextFilter | null | undefined;
};

/** What the elements of a list must be. Everything given must hold. */
export type ProcessListFilter = {
  /** The list is there, and each of its elements passes. */
  readonly every?: ProcessFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Whether the list is there and has no element. */
  readonly isEmpty?: boolean | null | undefined;
  /** No element passes; a list that is not there has none. */
  readonly none?: ProcessFilter | null | undefined;
  /** At least one element passes. */
  readonly some?: ProcessFilter | null | undefined;
};

/** Which objects of the type SELinuxBoolChange: there must be one, and everything given must hold of it. */
export type SeLinuxBoolChangeFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SeLinuxBoolChangeFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Name of the boolean. Not indexed: give a time range, too. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: SeLinuxBoolChangeFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SeLinuxBoolChangeFilter> | null | undefined;
  /** New value: `on` or `off`. Not indexed: give a time range, too. */
  readonly state?: StringFilter | null | undefined;
};

/** Which objects of the type SELinuxBoolCommit: there must be one, and everything given must hold of it. */
export type SeLinuxBoolCommitFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SeLinuxBoolCommitFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: SeLinuxBoolCommitFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SeLinuxBoolCommitFilter> | null | undefined;
  /** True when the pending values were committed. Not indexed: give a time range, too. */
  readonly state?: BooleanFilter | null | undefined;
};

/** Which objects of the type SELinuxEnforceStatus: there must be one, and everything given must hold of it. */
export type SeLinuxEnforceStatusFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SeLinuxEnforceStatusFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: SeLinuxEnforceStatusFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SeLinuxEnforceStatusFilter> | null | undefined;
  /** `enforcing` blocks what the policy forbids, `permissive` only logs it, `disabled` does neither. Not indexed: give a time range, too. */
  readonly status?: StringFilter | null | undefined;
};

/** Which objects of the type SELinuxEvent: there must be one, and everything given must hold of it. */
export type SeLinuxEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SeLinuxEventFilter> | null | undefined;
  /** A boolean of the policy was given a new value, which does not hold until committed. */
  readonly bool?: SeLinuxBoolChangeFilter | null | undefined;
  /** Pending values of booleans were put into force. */
  readonly bool_commit?: SeLinuxBoolCommitFilter | null | undefined;
  /** Enforcement was switched on or off. */
  readonly enforce?: SeLinuxEnforceStatusFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: SeLinuxEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SeLinuxEventFilter> | null | undefined;
};

/** Which objects of the type SecurityEvent: there must be one, and everything given must hold of it. */
export type SecurityEventFilter = {
  /** What people and playbooks said of it last. */
  readonly acknowledgement?: AcknowledgementFilter | null | undefined;
  /** The agent that sent the event and the rule that asked for it. Agents of every age fill it in, even those whose contract leaves it out. Documented since agent 7.55. */
  readonly agent?: AgentContextFilter | null | undefined;
  /** All of these hold. */
  readonly and?: ReadonlyArray<SecurityEventFilter> | null | undefined;
  /** The local address that a socket took. Filled in bind events. */
  readonly bind?: BindEventFilter | null | undefined;
  /** The use of the bpf system call: programs and maps handed to the kernel. */
  readonly bpf?: BpfEventFilter | null | undefined;
  /** The control group of the acting process: what runs it, for a system service as well as for a container. Documented since agent 7.57. */
  readonly cgroup?: CGroupContextFilter | null | undefined;
  /** The container in which the activity took place; absent, or without an id, on the host itself. */
  readonly container?: ContainerContextFilter | null | undefined;
  /** When the activity happened, by the host's clock. `0001-01-01T00:00:00Z` is a clock value that the agent never set. Not indexed: give a time range, too. */
  readonly date?: DateTimeFilter | null | undefined;
  /** The trace in which the activity happened: the way from a security event to a request. An empty object outside any trace. */
  readonly dd?: DdContextFilter | null | undefined;
  /** The name lookup that left the host. Filled in dns events; the packet itself stands in `network`. */
  readonly dns?: DnsEventFilter | null | undefined;
  /** What kind of activity this is and how it ended. Absent in reports of the agent about itself. */
  readonly evt?: EventContextFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** How a process ended. Filled in exit events. */
  readonly exit?: ExitEventFilter | null | undefined;
  /** The file that was acted upon: opened, removed, executed, mapped, loaded as a kernel module. */
  readonly file?: FileEventFilter | null | undefined;
  /** The contracts that accept the event strictly. */
  readonly formats?: EventFormatListFilter | null | undefined;
  /** The machine that the event came from. */
  readonly host?: HostFilter | null | undefined;
  /** The exchange with the instance metadata service of a cloud, from which credentials can be stolen. Documented since agent 7.55. */
  readonly imds?: ImdsEventFilter | null | undefined;
  /** Whether it speaks of the host or of the agent itself. */
  readonly kind?: EventKindFilter | null | undefined;
  /** The memory mapping that was asked for. Filled in mmap events; the mapped file, if any, stands in `file`. */
  readonly mmap?: MMapEventFilter | null | undefined;
  /** The kernel module that was loaded or unloaded. */
  readonly module?: ModuleEventFilter | null | undefined;
  /** The filesystem that was mounted. Agents of the oldest contract put what they know into `file` instead. Documented since agent 7.44. */
  readonly mount?: MountEventFilter | null | undefined;
  /** The change of access rights to memory. Filled in mprotect events. */
  readonly mprotect?: MProtectEventFilter | null | undefined;
  /** The packet behind the event: device, protocols, both ends. Filled in events on the network, such as dns and imds. */
  readonly network?: NetworkContextFilter | null | undefined;
  /** This does not hold. */
  readonly not?: SecurityEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SecurityEventFilter> | null | undefined;
  /** The process that acted, with its lineage. */
  readonly process?: ProcessContextFilter | null | undefined;
  /** The attempt to trace or change another process. Filled in ptrace events. */
  readonly ptrace?: PTraceEventFilter | null | undefined;
  /** When the event was first received. */
  readonly receivedAt?: DateTimeRange | null | undefined;
  /** The learnt profile of the workload against which the activity was compared. Absent where none exists. Documented since agent 7.55. */
  readonly security_profile?: SecurityProfileContextFilter | null | undefined;
  /** The change to the state of SELinux. */
  readonly selinux?: SeLinuxEventFilter | null | undefined;
  /** When its agent sent it first. What did not come by way of an agent never passes. */
  readonly sentAt?: DateTimeRange | null | undefined;
  /** The service that its agent names. */
  readonly service?: StringFilter | null | undefined;
  /** The signal that was sent and to whom. Filled in signal events. */
  readonly signal?: SignalEventFilter | null | undefined;
  /** State of the pipe in a splice, where exploits of the Dirty Pipe kind show. */
  readonly splice?: SpliceEventFilter | null | undefined;
  /** Arguments of the system call behind the event as the caller passed them, before the kernel resolved any path. Documented since agent 7.55. */
  readonly syscall?: SyscallContextFilter | null | undefined;
  /** The system calls that a `syscalls` event is about. Absent in every other kind of event. Documented since agent 7.55. */
  readonly syscalls?: SyscallListFilter | null | undefined;
  /** The tags that its agent gives it. */
  readonly tags?: StringListFilter | null | undefined;
  /** When the event happened, as its `time` says. */
  readonly time?: DateTimeRange | null | undefined;
  /** Where `time` was taken from. */
  readonly timeSource?: TimeSourceFilter | null | undefined;
  /** Heading that the agent gives the event. Agents of every age send it, even those whose contract leaves it out. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly title?: StringFilter | null | undefined;
  /** The account behind the acting process, by name. Sent as an empty object when neither name is known. */
  readonly usr?: UserContextFilter | null | undefined;
};

/** Which objects of the type SecurityProfileContext: there must be one, and everything given must hold of it. */
export type SecurityProfileContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SecurityProfileContextFilter> | null | undefined;
  /** True when the profile already knows this activity; false makes the event an anomaly. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly event_in_profile?: BooleanFilter | null | undefined;
  /** How far learning has come for this kind of event; while it is unfinished an unknown activity means little. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly event_type_state?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Name of the profile. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: SecurityProfileContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SecurityProfileContextFilter> | null | undefined;
  /** Labels that say for which workload the profile stands, such as image name and tag. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly tags?: StringListFilter | null | undefined;
  /** Version of the profile that was in force when the event happened. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly version?: StringFilter | null | undefined;
};

/** Which objects of the type SignalEvent: there must be one, and everything given must hold of it. */
export type SignalEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SignalEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: SignalEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SignalEventFilter> | null | undefined;
  /** Pid that the signal was aimed at. Not indexed: give a time range, too. */
  readonly pid?: UInt32Filter | null | undefined;
  /** The process that was aimed at. Its `parent` and `ancestors` are the sender's, as agents send them: take no lineage from here. */
  readonly target?: ProcessContextFilter | null | undefined;
  /** Name of the signal, such as `SIGKILL`. Not indexed: give a time range, too. */
  readonly type?: StringFilter | null | undefined;
};

/** Which objects of the type SpliceEvent: there must be one, and everything given must hold of it. */
export type SpliceEventFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SpliceEventFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** This does not hold. */
  readonly not?: SpliceEventFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SpliceEventFilter> | null | undefined;
  /** Flag of the pipe's buffer before the splice; `PIPE_BUF_FLAG_CAN_MERGE` before or after is the trace of Dirty Pipe. Not indexed: give a time range, too. */
  readonly pipe_entry_flag?: StringFilter | null | undefined;
  /** Flag of the pipe's buffer after the splice. Not indexed: give a time range, too. */
  readonly pipe_exit_flag?: StringFilter | null | undefined;
};

/** What a text must be. Everything given must hold. */
export type StringFilter = {
  /** This stands somewhere in it. */
  readonly contains?: string | null | undefined;
  /** It ends with this. */
  readonly endsWith?: string | null | undefined;
  /** Equal to this. `null`: there is no value. */
  readonly eq?: string | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** More than this. */
  readonly gt?: string | null | undefined;
  /** This or more. */
  readonly gte?: string | null | undefined;
  /** Whether all of this takes capital and small letters for equal. */
  readonly ignoreCase?: boolean | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** Less than this. */
  readonly lt?: string | null | undefined;
  /** This or less. */
  readonly lte?: string | null | undefined;
  /** This regular expression matches somewhere in it (PostgreSQL’s advanced regular expressions, which know most of what Perl’s know). Anchor it with `^` and `$`. */
  readonly matches?: string | null | undefined;
  /** Not equal to this; what has no value is not equal either. `null`: there is a value. */
  readonly ne?: string | null | undefined;
  /** None of these; what has no value is none of them. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
  /** It begins with this. */
  readonly startsWith?: string | null | undefined;
};

/** What the elements of a list must be. Everything given must hold. */
export type StringListFilter = {
  /** The list is there, and each of its elements passes. */
  readonly every?: StringFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Whether the list is there and has no element. */
  readonly isEmpty?: boolean | null | undefined;
  /** No element passes; a list that is not there has none. */
  readonly none?: StringFilter | null | undefined;
  /** At least one element passes. */
  readonly some?: StringFilter | null | undefined;
};

/** Which objects of the type SyscallArgs: there must be one, and everything given must hold of it. */
export type SyscallArgsFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SyscallArgsFilter> | null | undefined;
  /** Second path as passed: the new name or the new link. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly destination_path?: StringFilter | null | undefined;
  /** Directory descriptor from which a relative path starts; -100 (AT_FDCWD) is the working directory. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly dirfd?: Int64Filter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Flags as passed, one number of bits. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly flags?: Int64Filter | null | undefined;
  /** Filesystem type as passed to mount. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly fs_type?: StringFilter | null | undefined;
  /** Group id as passed; -1 leaves the group as it is. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly gid?: Int64Filter | null | undefined;
  /** Permission bits as passed, in decimal: 511 is octal 777. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly mode?: Int64Filter | null | undefined;
  /** This does not hold. */
  readonly not?: SyscallArgsFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SyscallArgsFilter> | null | undefined;
  /** Path as passed: it may be relative, pass through links, or differ from what the kernel found there. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly path?: StringFilter | null | undefined;
  /** User id as passed; -1 leaves the owner as it is. Documented since agent 7.57. Not indexed: give a time range, too. */
  readonly uid?: Int64Filter | null | undefined;
};

/** Which objects of the type SyscallContext: there must be one, and everything given must hold of it. */
export type SyscallContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SyscallContextFilter> | null | undefined;
  /** Arguments of a change of the working directory. Documented since agent 7.55. */
  readonly chdir?: SyscallArgsFilter | null | undefined;
  /** Arguments of a change of permissions. Documented since agent 7.55. */
  readonly chmod?: SyscallArgsFilter | null | undefined;
  /** Arguments of a change of owner. Documented since agent 7.57. */
  readonly chown?: SyscallArgsFilter | null | undefined;
  /** Arguments of an exec: `path` is how the caller spelled the program. Documented since agent 7.55. */
  readonly exec?: SyscallArgsFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Arguments of a new hard link. Documented since agent 7.57. */
  readonly link?: SyscallArgsFilter | null | undefined;
  /** Arguments of a mount. Documented since agent 7.57. */
  readonly mount?: SyscallArgsFilter | null | undefined;
  /** This does not hold. */
  readonly not?: SyscallContextFilter | null | undefined;
  /** Arguments of an open. Documented since agent 7.57. */
  readonly open?: SyscallArgsFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SyscallContextFilter> | null | undefined;
  /** Arguments of a rename. Documented since agent 7.57. */
  readonly rename?: SyscallArgsFilter | null | undefined;
  /** Arguments of a removal. Documented since agent 7.57. */
  readonly unlink?: SyscallArgsFilter | null | undefined;
  /** Arguments of a change of file times. Documented since agent 7.57. */
  readonly utimes?: SyscallArgsFilter | null | undefined;
};

/** Which objects of the type Syscall: there must be one, and everything given must hold of it. */
export type SyscallFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<SyscallFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Number of the system call, which depends on the processor architecture of the host. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly id?: UInt32Filter | null | undefined;
  /** Name of the system call, such as `openat`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly name?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: SyscallFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<SyscallFilter> | null | undefined;
};

/** What the elements of a list must be. Everything given must hold. */
export type SyscallListFilter = {
  /** The list is there, and each of its elements passes. */
  readonly every?: SyscallFilter | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Whether the list is there and has no element. */
  readonly isEmpty?: boolean | null | undefined;
  /** No element passes; a list that is not there has none. */
  readonly none?: SyscallFilter | null | undefined;
  /** At least one element passes. */
  readonly some?: SyscallFilter | null | undefined;
};

/** Where the time of an event was taken from. The first that is usable counts. */
export type TimeSource =
  /** The event's `date`. */
  | 'DATE'
  /** The timestamp of the delivery that brought it. */
  | 'ENVELOPE'
  /** `process.exec_time`. */
  | 'EXEC_TIME'
  /** `process.fork_time`. */
  | 'FORK_TIME'
  /** The moment it first came in. */
  | 'RECEIPT';

/** Which of the values. Everything given must hold. */
export type TimeSourceFilter = {
  /** Equal to this. */
  readonly eq?: TimeSource | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<TimeSource> | null | undefined;
  /** Not equal to this. */
  readonly ne?: TimeSource | null | undefined;
  /** None of these. */
  readonly notIn?: ReadonlyArray<TimeSource> | null | undefined;
};

/** What an integer must be. Everything given must hold. */
export type UInt32Filter = {
  /** Equal to this. `null`: there is no value. */
  readonly eq?: number | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** More than this. */
  readonly gt?: number | null | undefined;
  /** This or more. */
  readonly gte?: number | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<number> | null | undefined;
  /** Less than this. */
  readonly lt?: number | null | undefined;
  /** This or less. */
  readonly lte?: number | null | undefined;
  /** Not equal to this; what has no value is not equal either. `null`: there is a value. */
  readonly ne?: number | null | undefined;
  /** None of these; what has no value is none of them. */
  readonly notIn?: ReadonlyArray<number> | null | undefined;
};

/** What an integer must be. Everything given must hold. */
export type UInt64Filter = {
  /** Equal to this. `null`: there is no value. */
  readonly eq?: string | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** More than this. */
  readonly gt?: string | null | undefined;
  /** This or more. */
  readonly gte?: string | null | undefined;
  /** One of these. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** Less than this. */
  readonly lt?: string | null | undefined;
  /** This or less. */
  readonly lte?: string | null | undefined;
  /** Not equal to this; what has no value is not equal either. `null`: there is a value. */
  readonly ne?: string | null | undefined;
  /** None of these; what has no value is none of them. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

/** Which objects of the type UserContext: there must be one, and everything given must hold of it. */
export type UserContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<UserContextFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Name of the account's group; absent when the host could not name the gid. Not indexed: give a time range, too. */
  readonly group?: StringFilter | null | undefined;
  /** Account name, in spite of the key; absent when the host could not name the uid. Not indexed: give a time range, too. */
  readonly id?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: UserContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<UserContextFilter> | null | undefined;
};

/** Which objects of the type UserSessionContext: there must be one, and everything given must hold of it. */
export type UserSessionContextFilter = {
  /** All of these hold. */
  readonly and?: ReadonlyArray<UserSessionContextFilter> | null | undefined;
  /** Whether there is a value; a `null` in the event is none. */
  readonly exists?: boolean | null | undefined;
  /** Id of the session, unique on its host: the same in all that was done in the session. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly id?: StringFilter | null | undefined;
  /** Further attributes from the cluster's authentication: an object from a name to a list of strings. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly k8s_extra?: JsonFilter | null | undefined;
  /** Groups of the caller in the cluster. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly k8s_groups?: StringListFilter | null | undefined;
  /** Uid that the cluster's authentication gave the caller; often empty or absent. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly k8s_uid?: StringFilter | null | undefined;
  /** Who the Kubernetes API server took the caller for. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly k8s_username?: StringFilter | null | undefined;
  /** This does not hold. */
  readonly not?: UserSessionContextFilter | null | undefined;
  /** At least one of these holds. */
  readonly or?: ReadonlyArray<UserSessionContextFilter> | null | undefined;
  /** How the session was opened, such as `k8s` for `kubectl exec`. Documented since agent 7.55. Not indexed: give a time range, too. */
  readonly session_type?: StringFilter | null | undefined;
};

/** How somebody is known. */
export type ViewerKind =
  /** By an API token. */
  | 'API_TOKEN'
  /** By a login (JSON Web Token). */
  | 'PERSON';

/** Why Spoor stopped a webhook. */
export type WebhookDisabledReason =
  /** Retention removed what it had not delivered yet. Replay from "OLDEST" and resume; the gap is lost. */
  | 'CURSOR_EXPIRED'
  /** Every attempt of `SPOOR_WEBHOOK_DISABLE_AFTER_DAYS` failed. Mend it and resume. */
  | 'FAILING'
  /** The endpoint answered 410: it wants nothing any more. */
  | 'GONE'
  /** This version of Spoor does not understand its `where` or `filter` any more. Update them and resume. */
  | 'SELECTION_INVALID'
  /** The API token that it was made with was revoked, and it cannot be resumed; or the one that gave it its `url`: give it another one and resume. */
  | 'TOKEN_REVOKED';

/** Why an attempt to deliver failed. */
export type WebhookFailure =
  /** The host has an address that is not public; nothing was sent. */
  | 'ADDRESS_REFUSED'
  /** The answer is longer than what is read of it. */
  | 'ANSWER_TOO_LONG'
  /** The answer broke off before its end. */
  | 'BROKEN_OFF'
  /** No connection, or one that ended without an answer. */
  | 'CONNECTION_FAILED'
  /** Spoor itself could not read the events, such as for a filter that takes too long; nothing was sent. */
  | 'EVENTS_UNREADABLE'
  /** The host has no address. */
  | 'NAME_UNRESOLVED'
  /** The answer points elsewhere, which is not followed. */
  | 'REDIRECT'
  /** The answer has another status than 200 to 299. */
  | 'STATUS'
  /** It took longer than `SPOOR_WEBHOOK_TIMEOUT`. */
  | 'TIMEOUT'
  /** No encrypted connection, such as for a certificate that is not trusted. */
  | 'TLS_FAILED';

/** What a message is. */
export type WebhookMessageType =
  /** Events of the feed. */
  | 'EVENTS'
  /** No events: somebody called `testWebhook`. */
  | 'TEST';

/** Whether a webhook delivers. */
export type WebhookState =
  /** It delivers, or tries to. */
  | 'ACTIVE'
  /** Spoor stopped it; `reason` says why. */
  | 'DISABLED'
  /** Somebody paused it. It goes on from where it is when it is resumed. */
  | 'PAUSED';

export type AcknowledgeEventsMutationVariables = Exact<{
  ids: ReadonlyArray<string> | string;
  status?: AcknowledgementStatus;
  note?: string | null | undefined;
}>;


export type AcknowledgeEventsMutation = { readonly acknowledgeEvents: { readonly acknowledged: number, readonly changed: number, readonly unknown: ReadonlyArray<string> } };

export type CreateWebhookMutationVariables = Exact<{
  url?: string;
  name?: string | null | undefined;
  where?: string | null | undefined;
  from?: string;
  batchSize?: number;
  secret?: string | null | undefined;
}>;


export type CreateWebhookMutation = { readonly createWebhook: { readonly secret: string, readonly webhook: { readonly id: string, readonly state: WebhookState, readonly cursor: string } } };

export type DeleteWebhookMutationVariables = Exact<{
  webhook: string;
}>;


export type DeleteWebhookMutation = { readonly deleteWebhook: { readonly id: string } };

export type EventWithHistoryQueryVariables = Exact<{
  event: string;
  entries?: number;
}>;


export type EventWithHistoryQuery = { readonly securityEvent: { readonly id: string, readonly time: string, readonly title: string | null, readonly acknowledgements: ReadonlyArray<{ readonly status: AcknowledgementStatus, readonly note: string | null, readonly at: string, readonly by: { readonly kind: ViewerKind, readonly name: string } }> } | null };

export type FollowFeedLiveSubscriptionVariables = Exact<{
  after?: string;
  where?: string | null | undefined;
}>;


export type FollowFeedLiveSubscription = { readonly eventFeed: { readonly cursor: string, readonly committedAt: string, readonly event: { readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null } | null } } };

export type FollowFeedQueryVariables = Exact<{
  after?: string;
  where?: string | null | undefined;
  first?: number;
  waitSeconds?: number;
}>;


export type FollowFeedQuery = { readonly eventFeed: { readonly cursor: string, readonly hasMore: boolean, readonly lag: number, readonly items: ReadonlyArray<{ readonly cursor: string, readonly committedAt: string, readonly event: { readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null } | null, readonly process: { readonly comm: string | null, readonly user: string | null, readonly executable: { readonly path: string | null } | null } | null } }> } };

export type PauseWebhookMutationVariables = Exact<{
  webhook: string;
}>;


export type PauseWebhookMutation = { readonly pauseWebhook: { readonly webhook: { readonly id: string, readonly state: WebhookState, readonly stateSince: string } } };

export type ReplayWebhookMutationVariables = Exact<{
  webhook: string;
  from?: string;
}>;


export type ReplayWebhookMutation = { readonly replayWebhook: { readonly webhook: { readonly id: string, readonly state: WebhookState, readonly cursor: string } } };

export type ResumeWebhookMutationVariables = Exact<{
  webhook: string;
}>;


export type ResumeWebhookMutation = { readonly resumeWebhook: { readonly webhook: { readonly id: string, readonly state: WebhookState, readonly cursor: string } } };

export type RotateWebhookSecretMutationVariables = Exact<{
  webhook: string;
  overlap?: string;
  secret?: string | null | undefined;
}>;


export type RotateWebhookSecretMutation = { readonly rotateWebhookSecret: { readonly secret: string, readonly webhook: { readonly id: string, readonly previousSecretUntil: string | null } } };

export type TestWebhookMutationVariables = Exact<{
  webhook: string;
}>;


export type TestWebhookMutation = { readonly testWebhook: { readonly delivery: { readonly status: number | null, readonly failure: WebhookFailure | null, readonly error: string | null, readonly milliseconds: number } } };

export type UnresolvedEventsQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type UnresolvedEventsQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly acknowledgement: { readonly status: AcknowledgementStatus, readonly note: string | null, readonly at: string, readonly by: { readonly name: string } } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type UpdateWebhookMutationVariables = Exact<{
  webhook: string;
  url?: string | null | undefined;
  name?: string | null | undefined;
  where?: string | null | undefined;
  batchSize?: number | null | undefined;
}>;


export type UpdateWebhookMutation = { readonly updateWebhook: { readonly webhook: { readonly id: string, readonly url: string, readonly state: WebhookState, readonly cursor: string } } };

export type WebhookDeliveriesQueryVariables = Exact<{
  attempts?: number;
}>;


export type WebhookDeliveriesQuery = { readonly webhooks: ReadonlyArray<{ readonly id: string, readonly name: string | null, readonly url: string, readonly state: WebhookState, readonly reason: WebhookDisabledReason | null, readonly failingSince: string | null, readonly nextAttemptAt: string | null, readonly deliveredAt: string | null, readonly deliveries: { readonly nodes: ReadonlyArray<{ readonly at: string, readonly type: WebhookMessageType, readonly messageId: string, readonly attempt: number, readonly status: number | null, readonly failure: WebhookFailure | null, readonly error: string | null, readonly events: number, readonly milliseconds: number }> } }> };

export type DashboardQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  interval?: string | null | undefined;
}>;


export type DashboardQuery = { readonly eventCount: { readonly value: number | string, readonly precision: CountPrecision }, readonly eventHistogram: ReadonlyArray<{ readonly from: string, readonly to: string, readonly count: number | string, readonly other: number | string, readonly missing: number | string, readonly groups: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }>, readonly eventFacets: ReadonlyArray<{ readonly dimension: EventDimension, readonly other: number | string, readonly missing: number | string, readonly distinct: number | string, readonly precision: CountPrecision, readonly values: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }>, readonly hosts: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly lastSeen: string | null, readonly eventCount: { readonly value: number | string } }> } };

export type EventWithLineageQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
}>;


export type EventWithLineageQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly timeSource: TimeSource, readonly formats: ReadonlyArray<EventFormat>, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null, readonly policy_name: string | null, readonly version: string | null } | null, readonly evt: { readonly name: string | null, readonly category: string | null, readonly outcome: string | null } | null, readonly container: { readonly id: string | null, readonly created_at: string | null } | null, readonly file: { readonly path: string | null, readonly inode: string | null, readonly user: string | null, readonly modification_time: string | null, readonly package_name: string | null, readonly destination: { readonly path: string | null } | null } | null, readonly process: { readonly pid: number | null, readonly comm: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly user: string | null, readonly tty: string | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null, readonly credentials: { readonly euid: number | null, readonly auid: number | null, readonly cap_effective: ReadonlyArray<string> | null } | null, readonly container: { readonly id: string | null } | null, readonly ancestors: ReadonlyArray<{ readonly pid: number | null, readonly comm: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly user: string | null, readonly tty: string | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null, readonly container: { readonly id: string | null } | null }> | null } | null }> } };

export type AncestorFragment = { readonly pid: number | null, readonly comm: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly user: string | null, readonly tty: string | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null, readonly container: { readonly id: string | null } | null };

export type FileActivityQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type FileActivityQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null, readonly outcome: string | null } | null, readonly file: { readonly path: string | null, readonly inode: string | null, readonly mode: number | null, readonly uid: number | string | null, readonly user: string | null, readonly flags: ReadonlyArray<string> | null, readonly package_name: string | null, readonly in_upper_layer: boolean | null, readonly destination: { readonly path: string | null, readonly mode: number | null, readonly uid: number | string | null } | null } | null, readonly process: { readonly pid: number | null, readonly user: string | null, readonly executable: { readonly path: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type Investigation1WhatFiredQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  rules?: ReadonlyArray<string> | string | null | undefined;
}>;


export type Investigation1WhatFiredQuery = { readonly eventFacets: ReadonlyArray<{ readonly dimension: EventDimension, readonly other: number | string, readonly distinct: number | string, readonly values: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }>, readonly securityEvents: { readonly totalCount: { readonly value: number | string, readonly precision: CountPrecision }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly container: { readonly id: string | null } | null, readonly process: { readonly user: string | null, readonly args: ReadonlyArray<string> | null, readonly executable: { readonly path: string | null } | null } | null }> } };

export type Investigation2TheAlertQueryVariables = Exact<{
  event: string;
}>;


export type Investigation2TheAlertQuery = { readonly securityEvent: { readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null, readonly policy_name: string | null, readonly version: string | null } | null, readonly evt: { readonly name: string | null, readonly outcome: string | null } | null, readonly container: { readonly id: string | null, readonly created_at: string | null } | null, readonly file: { readonly path: string | null, readonly user: string | null, readonly mode: number | null, readonly hashes: ReadonlyArray<string> | null, readonly package_name: string | null, readonly in_upper_layer: boolean | null, readonly modification_time: string | null } | null, readonly process: { readonly pid: number | null, readonly user: string | null, readonly tty: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null, readonly credentials: { readonly euid: number | null, readonly auid: number | null, readonly cap_effective: ReadonlyArray<string> | null } | null, readonly instance: { readonly id: string } | null, readonly lineage: { readonly isComplete: boolean, readonly truncated: boolean, readonly missingParent: boolean }, readonly ancestors: ReadonlyArray<{ readonly pid: number | null, readonly user: string | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly exec_time: string | null, readonly executable: { readonly path: string | null } | null }> | null } | null } | null };

export type Investigation3WhoStartedItQueryVariables = Exact<{
  instance: string;
  ancestors?: number;
  depth?: number;
}>;


export type Investigation3WhoStartedItQuery = { readonly processTree: { readonly isComplete: boolean, readonly reason: LineageLimit | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly depth: number, readonly childCount: number, readonly collapsedChildren: number, readonly instance: { readonly pid: number | null, readonly startTime: string | null, readonly exitTime: string | null, readonly process: { readonly user: string | null, readonly args: ReadonlyArray<string> | null, readonly executable: { readonly path: string | null } | null } }, readonly eventCounts: ReadonlyArray<{ readonly name: string | null, readonly count: number }> }>, readonly edges: ReadonlyArray<{ readonly parent: string, readonly child: string }> } | null };

export type Investigation4WhatItDidQueryVariables = Exact<{
  instance: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type Investigation4WhatItDidQuery = { readonly processInstance: { readonly startTime: string | null, readonly exitTime: string | null, readonly host: { readonly name: string }, readonly descendants: { readonly isComplete: boolean, readonly reason: LineageLimit | null, readonly edges: ReadonlyArray<{ readonly depth: number | null, readonly node: { readonly id: string, readonly startTime: string | null, readonly process: { readonly argv0: string | null, readonly args: ReadonlyArray<string> | null } } }> } } | null, readonly securityEvents: { readonly totalCount: { readonly value: number | string, readonly precision: CountPrecision }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly evt: { readonly name: string | null, readonly outcome: string | null } | null, readonly process: { readonly pid: number | null, readonly argv0: string | null } | null, readonly file: { readonly path: string | null, readonly destination: { readonly path: string | null, readonly mode: number | null } | null } | null, readonly dns: { readonly question: { readonly name: string | null } | null } | null, readonly exit: { readonly cause: string | null, readonly code: number | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type Investigation5AsARuleQueryVariables = Exact<{
  where?: string | null | undefined;
  time?: DateTimeRange | null | undefined;
}>;


export type Investigation5AsARuleQuery = { readonly securityEvents: { readonly totalCount: { readonly value: number | string, readonly precision: CountPrecision }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly agent: { readonly rule_id: string | null } | null, readonly process: { readonly user: string | null, readonly args: ReadonlyArray<string> | null, readonly executable: { readonly path: string | null } | null, readonly parent: { readonly args: ReadonlyArray<string> | null } | null } | null }> }, readonly eventFacets: ReadonlyArray<{ readonly dimension: EventDimension, readonly values: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }> };

export type Investigation6WhereElseQueryVariables = Exact<{
  path?: string | null | undefined;
  time?: DateTimeRange | null | undefined;
}>;


export type Investigation6WhereElseQuery = { readonly files: { readonly nodes: ReadonlyArray<{ readonly value: string, readonly firstSeen: string | null, readonly lastSeen: string | null, readonly eventCount: { readonly value: number | string }, readonly events: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly host: { readonly name: string }, readonly process: { readonly args: ReadonlyArray<string> | null, readonly executable: { readonly path: string | null } | null } | null }> } }> }, readonly eventFacets: ReadonlyArray<{ readonly dimension: EventDimension, readonly missing: number | string, readonly distinct: number | string, readonly values: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }> };

export type Investigation7NetworkQueryVariables = Exact<{
  container?: string | null | undefined;
  time?: DateTimeRange | null | undefined;
  name?: string | null | undefined;
}>;


export type Investigation7NetworkQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly evt: { readonly name: string | null } | null, readonly dns: { readonly question: { readonly name: string | null } | null } | null, readonly network: { readonly destination: { readonly ip: string | null, readonly port: number | null } | null } | null, readonly process: { readonly user: string | null, readonly executable: { readonly path: string | null } | null } | null }> }, readonly dnsNames: { readonly nodes: ReadonlyArray<{ readonly name: string, readonly firstSeen: string | null, readonly lastSeen: string | null, readonly eventCount: { readonly value: number | string }, readonly events: { readonly nodes: ReadonlyArray<{ readonly time: string, readonly host: { readonly name: string }, readonly process: { readonly executable: { readonly path: string | null } | null, readonly instance: { readonly id: string } | null } | null }> } }> } };

export type Investigation8SeenBeforeQueryVariables = Exact<{
  filter?: SecurityEventFilter | null | undefined;
  interval?: string;
}>;


export type Investigation8SeenBeforeQuery = { readonly eventCount: { readonly value: number | string, readonly precision: CountPrecision }, readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string } }> }, readonly eventHistogram: ReadonlyArray<{ readonly from: string, readonly to: string, readonly count: number | string }>, readonly eventFacets: ReadonlyArray<{ readonly dimension: EventDimension, readonly missing: number | string, readonly values: ReadonlyArray<{ readonly value: string, readonly count: number | string }> }> };

export type NetworkActivityQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NetworkActivityQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null } | null, readonly dns: { readonly question: { readonly type: string | null, readonly name: string | null, readonly size: number | null } | null } | null, readonly bind: { readonly addr: { readonly family: string | null, readonly ip: string | null, readonly port: number | null } | null } | null, readonly imds: { readonly type: string | null, readonly cloud_provider: string | null, readonly url: string | null, readonly user_agent: string | null } | null, readonly network: { readonly l4_protocol: string | null, readonly source: { readonly ip: string | null, readonly port: number | null } | null, readonly destination: { readonly ip: string | null, readonly port: number | null } | null } | null, readonly process: { readonly pid: number | null, readonly comm: string | null, readonly executable: { readonly path: string | null } | null, readonly container: { readonly id: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type NewestEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NewestEventsQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null, readonly outcome: string | null } | null, readonly process: { readonly pid: number | null, readonly comm: string | null, readonly user: string | null, readonly executable: { readonly path: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type NodeByIdQueryVariables = Exact<{
  id?: string;
}>;


export type NodeByIdQuery = { readonly node:
    | { readonly __typename: 'Host', readonly name: string, readonly id: string }
    | { readonly __typename: 'ProcessInstance', readonly id: string }
    | { readonly __typename: 'SecurityEvent', readonly time: string, readonly title: string | null, readonly document: unknown, readonly id: string }
    | { readonly __typename: 'Webhook', readonly id: string }
   | null };

export type PageBackwardsQueryVariables = Exact<{
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PageBackwardsQuery = { readonly securityEvents: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly time: string, readonly title: string | null } }>, readonly pageInfo: { readonly hasPreviousPage: boolean, readonly startCursor: string | null } } };

export type PivotOnFilesQueryVariables = Exact<{
  by?: FileKey | null | undefined;
  search?: string | null | undefined;
  time?: DateTimeRange | null | undefined;
  after?: string | null | undefined;
}>;


export type PivotOnFilesQuery = { readonly files: { readonly nodes: ReadonlyArray<{ readonly value: string, readonly firstSeen: string | null, readonly lastSeen: string | null, readonly eventCount: { readonly value: number | string }, readonly events: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null } | null, readonly file: { readonly path: string | null } | null, readonly process: { readonly executable: { readonly path: string | null } | null } | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type TimeRangeQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TimeRangeQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly title: string | null, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null, readonly category: string | null, readonly outcome: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WhoRanWhatQueryVariables = Exact<{
  filter?: SecurityEventFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WhoRanWhatQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly time: string, readonly host: { readonly name: string }, readonly evt: { readonly name: string | null } | null, readonly container: { readonly id: string | null } | null, readonly process: { readonly pid: number | null, readonly argv0: string | null, readonly args: ReadonlyArray<string> | null, readonly args_truncated: boolean | null, readonly user: string | null, readonly tty: string | null, readonly executable: { readonly path: string | null } | null, readonly credentials: { readonly auid: number | null } | null, readonly parent: { readonly pid: number | null, readonly comm: string | null } | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WholeDocumentsQueryVariables = Exact<{
  time?: DateTimeRange | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WholeDocumentsQuery = { readonly securityEvents: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: EventKind, readonly time: string, readonly timeSource: TimeSource, readonly receivedAt: string, readonly formats: ReadonlyArray<EventFormat>, readonly document: unknown, readonly host: { readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AncestorFragmentDoc = new TypedDocumentString(`
    fragment Ancestor on Process {
  pid
  comm
  argv0
  args
  user
  tty
  exec_time
  executable {
    path
  }
  container {
    id
  }
}
    `, {"fragmentName":"Ancestor"}) as unknown as TypedDocumentString<AncestorFragment, unknown>;
export const AcknowledgeEventsDocument = new TypedDocumentString(`
    mutation AcknowledgeEvents($ids: [ID!]!, $status: AcknowledgementStatus! = ACKNOWLEDGED, $note: String) {
  acknowledgeEvents(input: {ids: $ids, status: $status, note: $note}) {
    acknowledged
    changed
    unknown
  }
}
    `) as unknown as TypedDocumentString<AcknowledgeEventsMutation, AcknowledgeEventsMutationVariables>;
export const CreateWebhookDocument = new TypedDocumentString(`
    mutation CreateWebhook($url: String! = "https://soar.example/hooks/spoor", $name: String, $where: String, $from: String! = "NOW", $batchSize: Int! = 100, $secret: String) {
  createWebhook(
    input: {url: $url, name: $name, where: $where, from: $from, batchSize: $batchSize, secret: $secret}
  ) {
    secret
    webhook {
      id
      state
      cursor
    }
  }
}
    `) as unknown as TypedDocumentString<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const DeleteWebhookDocument = new TypedDocumentString(`
    mutation DeleteWebhook($webhook: ID!) {
  deleteWebhook(input: {id: $webhook}) {
    id
  }
}
    `) as unknown as TypedDocumentString<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export const EventWithHistoryDocument = new TypedDocumentString(`
    query EventWithHistory($event: ID!, $entries: Int! = 20) {
  securityEvent(id: $event) {
    id
    time
    title
    acknowledgements(first: $entries) {
      status
      note
      at
      by {
        kind
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EventWithHistoryQuery, EventWithHistoryQueryVariables>;
export const FollowFeedLiveDocument = new TypedDocumentString(`
    subscription FollowFeedLive($after: String! = "NOW", $where: String) {
  eventFeed(after: $after, where: $where) {
    cursor
    committedAt
    event {
      id
      time
      title
      host {
        name
      }
      agent {
        rule_id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FollowFeedLiveSubscription, FollowFeedLiveSubscriptionVariables>;
export const FollowFeedDocument = new TypedDocumentString(`
    query FollowFeed($after: String! = "NOW", $where: String, $first: Int! = 100, $waitSeconds: Int! = 0) {
  eventFeed(
    after: $after
    where: $where
    first: $first
    waitSeconds: $waitSeconds
  ) {
    items {
      cursor
      committedAt
      event {
        id
        time
        title
        host {
          name
        }
        agent {
          rule_id
        }
        process {
          comm
          user
          executable {
            path
          }
        }
      }
    }
    cursor
    hasMore
    lag
  }
}
    `) as unknown as TypedDocumentString<FollowFeedQuery, FollowFeedQueryVariables>;
export const PauseWebhookDocument = new TypedDocumentString(`
    mutation PauseWebhook($webhook: ID!) {
  pauseWebhook(input: {id: $webhook}) {
    webhook {
      id
      state
      stateSince
    }
  }
}
    `) as unknown as TypedDocumentString<PauseWebhookMutation, PauseWebhookMutationVariables>;
export const ReplayWebhookDocument = new TypedDocumentString(`
    mutation ReplayWebhook($webhook: ID!, $from: String! = "OLDEST") {
  replayWebhook(input: {id: $webhook, from: $from}) {
    webhook {
      id
      state
      cursor
    }
  }
}
    `) as unknown as TypedDocumentString<ReplayWebhookMutation, ReplayWebhookMutationVariables>;
export const ResumeWebhookDocument = new TypedDocumentString(`
    mutation ResumeWebhook($webhook: ID!) {
  resumeWebhook(input: {id: $webhook}) {
    webhook {
      id
      state
      cursor
    }
  }
}
    `) as unknown as TypedDocumentString<ResumeWebhookMutation, ResumeWebhookMutationVariables>;
export const RotateWebhookSecretDocument = new TypedDocumentString(`
    mutation RotateWebhookSecret($webhook: ID!, $overlap: Duration! = "P1D", $secret: String) {
  rotateWebhookSecret(input: {id: $webhook, overlap: $overlap, secret: $secret}) {
    secret
    webhook {
      id
      previousSecretUntil
    }
  }
}
    `) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const TestWebhookDocument = new TypedDocumentString(`
    mutation TestWebhook($webhook: ID!) {
  testWebhook(input: {id: $webhook}) {
    delivery {
      status
      failure
      error
      milliseconds
    }
  }
}
    `) as unknown as TypedDocumentString<TestWebhookMutation, TestWebhookMutationVariables>;
export const UnresolvedEventsDocument = new TypedDocumentString(`
    query UnresolvedEvents($time: DateTimeRange, $first: Int = 50, $after: String) {
  securityEvents(
    filter: {time: $time, not: {acknowledgement: {status: {in: [RESOLVED, FALSE_POSITIVE]}}}}
    first: $first
    after: $after
  ) {
    nodes {
      id
      time
      title
      host {
        name
      }
      acknowledgement {
        status
        note
        at
        by {
          name
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<UnresolvedEventsQuery, UnresolvedEventsQueryVariables>;
export const UpdateWebhookDocument = new TypedDocumentString(`
    mutation UpdateWebhook($webhook: ID!, $url: String, $name: String, $where: String, $batchSize: Int) {
  updateWebhook(
    input: {id: $webhook, url: $url, name: $name, where: $where, batchSize: $batchSize}
  ) {
    webhook {
      id
      url
      state
      cursor
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export const WebhookDeliveriesDocument = new TypedDocumentString(`
    query WebhookDeliveries($attempts: Int! = 20) {
  webhooks {
    id
    name
    url
    state
    reason
    failingSince
    nextAttemptAt
    deliveredAt
    deliveries(first: $attempts) {
      nodes {
        at
        type
        messageId
        attempt
        status
        failure
        error
        events
        milliseconds
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($time: DateTimeRange, $interval: Duration = "PT1H") {
  eventCount(filter: {time: $time}) {
    value
    precision
  }
  eventHistogram(
    filter: {time: $time}
    interval: $interval
    groupBy: RULE
    top: 5
  ) {
    from
    to
    count
    groups {
      value
      count
    }
    other
    missing
  }
  eventFacets(
    filter: {time: $time}
    dimensions: [EVENT_NAME, CATEGORY, OUTCOME, HOST]
    top: 5
  ) {
    dimension
    values {
      value
      count
    }
    other
    missing
    distinct
    precision
  }
  hosts(first: 20, time: $time) {
    nodes {
      id
      name
      lastSeen
      eventCount {
        value
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const EventWithLineageDocument = new TypedDocumentString(`
    query EventWithLineage($time: DateTimeRange) {
  securityEvents(first: 1, filter: {time: $time}) {
    nodes {
      id
      time
      timeSource
      formats
      host {
        name
      }
      title
      agent {
        rule_id
        policy_name
        version
      }
      evt {
        name
        category
        outcome
      }
      container {
        id
        created_at
      }
      file {
        path
        inode
        user
        modification_time
        package_name
        destination {
          path
        }
      }
      process {
        pid
        comm
        argv0
        args
        user
        tty
        exec_time
        executable {
          path
        }
        credentials {
          euid
          auid
          cap_effective
        }
        container {
          id
        }
        ancestors {
          ...Ancestor
        }
      }
    }
  }
}
    fragment Ancestor on Process {
  pid
  comm
  argv0
  args
  user
  tty
  exec_time
  executable {
    path
  }
  container {
    id
  }
}`) as unknown as TypedDocumentString<EventWithLineageQuery, EventWithLineageQueryVariables>;
export const FileActivityDocument = new TypedDocumentString(`
    query FileActivity($time: DateTimeRange, $first: Int = 50, $after: String) {
  securityEvents(filter: {time: $time}, first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
        outcome
      }
      file {
        path
        inode
        mode
        uid
        user
        flags
        package_name
        in_upper_layer
        destination {
          path
          mode
          uid
        }
      }
      process {
        pid
        user
        executable {
          path
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<FileActivityQuery, FileActivityQueryVariables>;
export const Investigation1WhatFiredDocument = new TypedDocumentString(`
    query Investigation1WhatFired($time: DateTimeRange = {gte: "2025-01-01T00:00:00Z"}, $rules: [String!] = ["code_injected", "download_piped_to_shell", "miner_command_line", "module_loaded_from_memory", "password_hashes_read"]) {
  eventFacets(filter: {time: $time}, dimensions: [RULE, HOST], top: 10) {
    dimension
    values {
      value
      count
    }
    other
    distinct
  }
  securityEvents(filter: {time: $time, agent: {rule_id: {in: $rules}}}, first: 20) {
    totalCount {
      value
      precision
    }
    nodes {
      id
      time
      host {
        name
      }
      title
      container {
        id
      }
      process {
        user
        executable {
          path
        }
        args
      }
    }
  }
}
    `) as unknown as TypedDocumentString<Investigation1WhatFiredQuery, Investigation1WhatFiredQueryVariables>;
export const Investigation2TheAlertDocument = new TypedDocumentString(`
    query Investigation2TheAlert($event: ID!) {
  securityEvent(id: $event) {
    time
    host {
      name
    }
    title
    agent {
      rule_id
      policy_name
      version
    }
    evt {
      name
      outcome
    }
    container {
      id
      created_at
    }
    file {
      path
      user
      mode
      hashes
      package_name
      in_upper_layer
      modification_time
    }
    process {
      pid
      user
      tty
      argv0
      args
      exec_time
      executable {
        path
      }
      credentials {
        euid
        auid
        cap_effective
      }
      instance {
        id
      }
      lineage {
        isComplete
        truncated
        missingParent
      }
      ancestors {
        pid
        user
        argv0
        args
        exec_time
        executable {
          path
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<Investigation2TheAlertQuery, Investigation2TheAlertQueryVariables>;
export const Investigation3WhoStartedItDocument = new TypedDocumentString(`
    query Investigation3WhoStartedIt($instance: ID!, $ancestors: Int! = 16, $depth: Int! = 4) {
  processTree(instance: $instance, ancestors: $ancestors, depth: $depth) {
    nodes {
      id
      depth
      instance {
        pid
        startTime
        exitTime
        process {
          user
          executable {
            path
          }
          args
        }
      }
      eventCounts {
        name
        count
      }
      childCount
      collapsedChildren
    }
    edges {
      parent
      child
    }
    isComplete
    reason
  }
}
    `) as unknown as TypedDocumentString<Investigation3WhoStartedItQuery, Investigation3WhoStartedItQueryVariables>;
export const Investigation4WhatItDidDocument = new TypedDocumentString(`
    query Investigation4WhatItDid($instance: ID!, $first: Int = 100, $after: String) {
  processInstance(id: $instance) {
    host {
      name
    }
    startTime
    exitTime
    descendants(first: 50) {
      edges {
        depth
        node {
          id
          startTime
          process {
            argv0
            args
          }
        }
      }
      isComplete
      reason
    }
  }
  securityEvents(
    filter: {process: {or: [{instance: $instance}, {descendantOf: $instance}]}}
    orderBy: OLDEST_FIRST
    first: $first
    after: $after
  ) {
    totalCount {
      value
      precision
    }
    nodes {
      id
      time
      evt {
        name
        outcome
      }
      title
      process {
        pid
        argv0
      }
      file {
        path
        destination {
          path
          mode
        }
      }
      dns {
        question {
          name
        }
      }
      exit {
        cause
        code
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<Investigation4WhatItDidQuery, Investigation4WhatItDidQueryVariables>;
export const Investigation5AsARuleDocument = new TypedDocumentString(`
    query Investigation5AsARule(
$where: String = """
exec.file.path in [~"/tmp/**", ~"/var/tmp/**", ~"/dev/shm/**"]
&& process.ancestors.file.name in ["java", "nginx", "node", "postgres", ~"php-fpm*"]
"""
$time: DateTimeRange = {gte: "2025-01-01T00:00:00Z"}
) {
  securityEvents(where: $where, filter: {time: $time}, first: 20) {
    totalCount {
      value
      precision
    }
    nodes {
      id
      time
      host {
        name
      }
      agent {
        rule_id
      }
      process {
        user
        executable {
          path
        }
        args
        parent {
          args
        }
      }
    }
  }
  eventFacets(
    where: $where
    filter: {time: $time}
    dimensions: [RULE, HOST, EXECUTABLE_PATH]
  ) {
    dimension
    values {
      value
      count
    }
  }
}
    `) as unknown as TypedDocumentString<Investigation5AsARuleQuery, Investigation5AsARuleQueryVariables>;
export const Investigation6WhereElseDocument = new TypedDocumentString(`
    query Investigation6WhereElse($path: String = "/tmp/.", $time: DateTimeRange = {gte: "2025-01-01T00:00:00Z"}) {
  files(by: PATH, startsWith: $path, time: $time, first: 10) {
    nodes {
      value
      firstSeen
      lastSeen
      eventCount {
        value
      }
      events(first: 1, orderBy: OLDEST_FIRST) {
        nodes {
          id
          host {
            name
          }
          title
          process {
            executable {
              path
            }
            args
          }
        }
      }
    }
  }
  eventFacets(
    filter: {time: $time, or: [{file: {path: {startsWith: $path}}}, {process: {executable: {path: {startsWith: $path}}}}]}
    dimensions: [HOST, CONTAINER, PROCESS_USER]
  ) {
    dimension
    values {
      value
      count
    }
    missing
    distinct
  }
}
    `) as unknown as TypedDocumentString<Investigation6WhereElseQuery, Investigation6WhereElseQueryVariables>;
export const Investigation7NetworkDocument = new TypedDocumentString(`
    query Investigation7Network($container: String, $time: DateTimeRange = {gte: "2025-01-01T00:00:00Z"}, $name: String = "pool.") {
  securityEvents(
    filter: {time: $time, container: {id: {eq: $container}}, evt: {category: {eq: "Network Activity"}}}
    orderBy: OLDEST_FIRST
    first: 50
  ) {
    nodes {
      id
      time
      evt {
        name
      }
      dns {
        question {
          name
        }
      }
      network {
        destination {
          ip
          port
        }
      }
      process {
        user
        executable {
          path
        }
      }
    }
  }
  dnsNames(search: $name, first: 10) {
    nodes {
      name
      firstSeen
      lastSeen
      eventCount {
        value
      }
      events(first: 20) {
        nodes {
          time
          host {
            name
          }
          process {
            executable {
              path
            }
            instance {
              id
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<Investigation7NetworkQuery, Investigation7NetworkQueryVariables>;
export const Investigation8SeenBeforeDocument = new TypedDocumentString(`
    query Investigation8SeenBefore($filter: SecurityEventFilter = {agent: {rule_id: {eq: "miner_command_line"}}}, $interval: Duration! = "PT1H") {
  eventCount(filter: $filter) {
    value
    precision
  }
  securityEvents(filter: $filter, orderBy: OLDEST_FIRST, first: 1) {
    nodes {
      id
      time
      host {
        name
      }
    }
  }
  eventHistogram(filter: $filter, interval: $interval) {
    from
    to
    count
  }
  eventFacets(filter: $filter, dimensions: [HOST, PROCESS_USER, EXECUTABLE_PATH]) {
    dimension
    values {
      value
      count
    }
    missing
  }
}
    `) as unknown as TypedDocumentString<Investigation8SeenBeforeQuery, Investigation8SeenBeforeQueryVariables>;
export const NetworkActivityDocument = new TypedDocumentString(`
    query NetworkActivity($time: DateTimeRange, $first: Int = 50, $after: String) {
  securityEvents(filter: {time: $time}, first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
      }
      dns {
        question {
          type
          name
          size
        }
      }
      bind {
        addr {
          family
          ip
          port
        }
      }
      imds {
        type
        cloud_provider
        url
        user_agent
      }
      network {
        l4_protocol
        source {
          ip
          port
        }
        destination {
          ip
          port
        }
      }
      process {
        pid
        comm
        executable {
          path
        }
        container {
          id
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<NetworkActivityQuery, NetworkActivityQueryVariables>;
export const NewestEventsDocument = new TypedDocumentString(`
    query NewestEvents($first: Int = 20, $after: String) {
  securityEvents(first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      title
      evt {
        name
        outcome
      }
      process {
        pid
        comm
        executable {
          path
        }
        user
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<NewestEventsQuery, NewestEventsQueryVariables>;
export const NodeByIdDocument = new TypedDocumentString(`
    query NodeById($id: ID! = "host_1") {
  node(id: $id) {
    __typename
    id
    ... on Host {
      name
    }
    ... on SecurityEvent {
      time
      title
      document
    }
  }
}
    `) as unknown as TypedDocumentString<NodeByIdQuery, NodeByIdQueryVariables>;
export const PageBackwardsDocument = new TypedDocumentString(`
    query PageBackwards($last: Int = 20, $before: String) {
  securityEvents(last: $last, before: $before) {
    edges {
      cursor
      node {
        id
        time
        title
      }
    }
    pageInfo {
      hasPreviousPage
      startCursor
    }
  }
}
    `) as unknown as TypedDocumentString<PageBackwardsQuery, PageBackwardsQueryVariables>;
export const PivotOnFilesDocument = new TypedDocumentString(`
    query PivotOnFiles($by: FileKey = HASH, $search: String, $time: DateTimeRange, $after: String) {
  files(by: $by, search: $search, time: $time, first: 10, after: $after) {
    nodes {
      value
      firstSeen
      lastSeen
      eventCount {
        value
      }
      events(first: 1) {
        nodes {
          id
          time
          host {
            name
          }
          evt {
            name
          }
          file {
            path
          }
          process {
            executable {
              path
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<PivotOnFilesQuery, PivotOnFilesQueryVariables>;
export const TimeRangeDocument = new TypedDocumentString(`
    query TimeRange($time: DateTimeRange = {gte: "2025-01-01T00:00:00Z"}, $first: Int = 50, $after: String) {
  securityEvents(
    filter: {time: $time}
    orderBy: OLDEST_FIRST
    first: $first
    after: $after
  ) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
        category
        outcome
      }
      title
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<TimeRangeQuery, TimeRangeQueryVariables>;
export const WhoRanWhatDocument = new TypedDocumentString(`
    query WhoRanWhat($filter: SecurityEventFilter = {evt: {name: {eq: "exec"}}}, $first: Int = 100, $after: String) {
  securityEvents(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      time
      host {
        name
      }
      evt {
        name
      }
      container {
        id
      }
      process {
        pid
        argv0
        args
        args_truncated
        executable {
          path
        }
        user
        tty
        credentials {
          auid
        }
        parent {
          pid
          comm
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<WhoRanWhatQuery, WhoRanWhatQueryVariables>;
export const WholeDocumentsDocument = new TypedDocumentString(`
    query WholeDocuments($time: DateTimeRange, $first: Int = 5, $after: String) {
  securityEvents(filter: {time: $time}, first: $first, after: $after) {
    nodes {
      id
      kind
      time
      timeSource
      receivedAt
      formats
      host {
        name
      }
      document
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<WholeDocumentsQuery, WholeDocumentsQueryVariables>;