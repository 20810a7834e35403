import { Mirror, MirrorField } from '../../mirror.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';

@Mirror('DNSQuestion', 'The question in a DNS request.')
export class DNSQuestion {
  @MirrorField(() => String, 'Class of the record, in practice `IN`.')
  readonly class?: string;

  @MirrorField(() => String, 'Type of the record, such as `A`, `AAAA` or `TXT`.')
  readonly type?: string;

  @MirrorField(() => String, 'The name that was looked up.')
  readonly name?: string;

  @MirrorField(() => UInt32, 'Size of the whole request in bytes; long ones hint at data smuggled out in names.')
  readonly size?: number;

  @MirrorField(() => UInt32, 'How many questions the request holds; only one of them is reported.')
  readonly count?: number;
}
