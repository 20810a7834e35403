import { Mirror, MirrorField } from '../../mirror.js';
import { JsonScalar } from '../../scalars/json.scalar.js';

@Mirror('AgentContext', 'The agent that sent the event, the rule that matched and the policy which brought that rule.')
export class AgentContext {
  @MirrorField(
    () => String,
    'The rule that matched. In a report of the agent about itself, the kind of report, such as `heartbeat` or ' +
      '`lost_events_read`.',
  )
  readonly rule_id?: string;

  @MirrorField(() => String, 'Version of that rule, where its author gave one.')
  readonly rule_version?: string;

  @MirrorField(
    () => [JsonScalar],
    'What the agent did because the rule matched, such as killing a process: open objects, one an action.',
  )
  readonly rule_actions?: readonly unknown[];

  @MirrorField(() => String, 'The policy file or bundle that holds the rule.')
  readonly policy_name?: string;

  @MirrorField(() => String, 'Version of that policy, which tells hosts with stale rules from the others.')
  readonly policy_version?: string;

  @MirrorField(() => String, 'Release of the agent, such as `7.57.1`.')
  readonly version?: string;

  @MirrorField(() => String, 'Operating system of the agent, by the name its compiler uses: `linux`.')
  readonly os?: string;

  @MirrorField(
    () => String,
    'Processor architecture of the agent, by the name its compiler uses, such as `amd64` or `arm64`.',
  )
  readonly arch?: string;

  @MirrorField(() => String, 'The means by which the agent observes, such as `ebpf`; without eBPF it sees less.')
  readonly origin?: string;
}
