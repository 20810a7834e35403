import { Mirror, MirrorField } from '../../mirror.js';

@Mirror(
  'SecurityProfileContext',
  'What the agent has learnt a workload to do normally, and how this event relates to it.',
)
export class SecurityProfileContext {
  @MirrorField(() => String, 'Name of the profile.')
  readonly name?: string;

  @MirrorField(() => String, 'Version of the profile that was in force when the event happened.')
  readonly version?: string;

  @MirrorField(() => [String], 'Labels that say for which workload the profile stands, such as image name and tag.')
  readonly tags?: readonly string[];

  @MirrorField(() => Boolean, 'True when the profile already knows this activity; false makes the event an anomaly.')
  readonly event_in_profile?: boolean;

  @MirrorField(
    () => String,
    'How far learning has come for this kind of event; while it is unfinished an unknown activity means little.',
  )
  readonly event_type_state?: string;
}
