import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { ProcessContext } from './process-context.type.js';

@Mirror('SignalEvent', 'A signal from one process to another. The sender is the `process` of the event.')
export class SignalEvent {
  @MirrorField(() => String, 'Name of the signal, such as `SIGKILL`.')
  readonly type?: string;

  @MirrorField(() => UInt32, 'Pid that the signal was aimed at.')
  readonly pid?: number;

  @MirrorField(
    () => ProcessContext,
    "The process that was aimed at. Its `parent` and `ancestors` are the sender's, as agents send them: take no " +
      'lineage from here.',
  )
  readonly target?: ProcessContext;
}
