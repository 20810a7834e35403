import { Mirror, MirrorField } from '../../mirror.js';
import { JsonScalar } from '../../scalars/json.scalar.js';
import { Process } from './process.type.js';

@Mirror('ProcessContext', 'A process together with its lineage, as one event reports them.')
export class ProcessContext extends Process {
  @MirrorField(() => Process, 'The process that started this one; the same as the first entry of `ancestors`.')
  readonly parent?: Process;

  @MirrorField(
    () => [Process],
    'The lineage from the nearest to the root, one entry an image, so one pid may stand several times in a row. In ' +
      '`signal.target` it is the lineage of the sender.',
  )
  readonly ancestors?: readonly Process[];

  @MirrorField(
    () => JsonScalar,
    'Values that rules keep for this process and its descendants: an object of booleans, integers, strings and ' +
      'lists of these.',
  )
  readonly variables?: unknown;

  @MirrorField(
    () => Boolean,
    'True when the lineage had more than 200 entries: the first and last hundred are kept and the middle is missing.',
  )
  readonly truncated_ancestors?: boolean;
}
