import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';

@Mirror('ExitEvent', 'The end of a process.')
export class ExitEvent {
  @MirrorField(
    () => String,
    '`EXITED` by itself, `SIGNALED` by a signal, or `COREDUMPED` by one that left a core dump.',
  )
  readonly cause?: string;

  @MirrorField(() => UInt32, 'Exit status after `EXITED`, number of the signal otherwise.')
  readonly code?: number;
}
