import { Mirror, MirrorField } from '../../mirror.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { JsonScalar } from '../../scalars/json.scalar.js';

@Mirror('ContainerContext', 'A container.')
export class ContainerContext {
  @MirrorField(() => String, 'Id from the container runtime, mostly 64 hexadecimal digits.')
  readonly id?: string;

  @MirrorField(
    () => DateTime,
    'When the container was created. Reports of the agent about itself send nanoseconds since 1970, shown here as ' +
      'the moment in UTC.',
  )
  readonly created_at?: string;

  @MirrorField(
    () => JsonScalar,
    'Values that rules keep for this container: an object of booleans, integers, strings and lists of these.',
  )
  readonly variables?: unknown;
}
