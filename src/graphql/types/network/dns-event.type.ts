import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { DNSQuestion } from './dns-question.type.js';

@Mirror('DNSEvent', 'A DNS request seen on its way out. Answers are not part of it.')
export class DNSEvent {
  @MirrorField(
    () => UInt32,
    'Transaction id of the request, 16 bits: pairs it with its answer in a packet capture, no more.',
  )
  readonly id?: number;

  @MirrorField(() => DNSQuestion, 'What was asked.')
  readonly question?: DNSQuestion;
}
