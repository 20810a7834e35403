import { Mirror, MirrorField } from '../../mirror.js';

@Mirror(
  'DDContext',
  'The distributed trace that was active in the acting thread. Empty when the program is not traced.',
)
export class DDContext {
  @MirrorField(() => String, 'The active span, in decimal. Agents before 7.57 send an integer, shown here as its text.')
  readonly span_id?: string;

  @MirrorField(
    () => String,
    'The active trace: hexadecimal from agent 7.57 on. Older agents send an integer, shown here as its decimal ' +
      'text, so the two spellings do not compare.',
  )
  readonly trace_id?: string;
}
