import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('MatchedRule', 'A rule that an anomalous event matched.')
export class MatchedRule {
  @MirrorField(() => String, 'Id of the rule, as in `agent.rule_id`.')
  readonly id?: string;

  @MirrorField(() => String, 'Version of the rule, where its author gave one.')
  readonly version?: string;

  @MirrorField(() => [String], 'Labels that the author put on the rule, as `key:value`.')
  readonly tags?: readonly string[];

  @MirrorField(() => String, 'The policy that holds the rule.')
  readonly policy_name?: string;

  @MirrorField(() => String, 'Version of that policy.')
  readonly policy_version?: string;
}
