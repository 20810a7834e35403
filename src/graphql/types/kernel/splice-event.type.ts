import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('SpliceEvent', 'Flags of the pipe into which data was spliced.')
export class SpliceEvent {
  @MirrorField(
    () => String,
    "Flag of the pipe's buffer before the splice; `PIPE_BUF_FLAG_CAN_MERGE` before or after is the trace of " +
      'Dirty Pipe.',
  )
  readonly pipe_entry_flag?: string;

  @MirrorField(() => String, "Flag of the pipe's buffer after the splice.")
  readonly pipe_exit_flag?: string;
}
