import { Mirror, MirrorField } from '../../mirror.js';
import { JsonScalar } from '../../scalars/json.scalar.js';
import { MatchedRule } from './matched-rule.type.js';

@Mirror('EventContext', 'What happened, put into a kind, a category and an outcome.')
export class EventContext {
  @MirrorField(
    () => String,
    'The kind of event, such as `exec`, `open`, `dns` or `setuid`: it says which part of the event carries ' +
      'the details.',
  )
  readonly name?: string;

  @MirrorField(
    () => String,
    'The wider field: `File Activity`, `Process Activity`, `Kernel Activity` or `Network Activity`.',
  )
  readonly category?: string;

  @MirrorField(
    () => String,
    'How it ended: `Success`, `Refused` when permission was missing, `Error` when it failed for another reason.',
  )
  readonly outcome?: string;

  @MirrorField(
    () => Boolean,
    "True when the kernel did the work later or elsewhere, as for io_uring, instead of inside the caller's " +
      'own system call.',
  )
  readonly async?: boolean;

  @MirrorField(
    () => [MatchedRule],
    'Every rule that matched. Meaningful for anomalies only; otherwise the one rule stands in `agent`.',
  )
  readonly matched_rules?: readonly MatchedRule[];

  @MirrorField(
    () => JsonScalar,
    'Values that rules keep across events, host-wide: an object of booleans, integers, strings and lists of these.',
  )
  readonly variables?: unknown;
}
