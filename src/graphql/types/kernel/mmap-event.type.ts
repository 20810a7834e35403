import { Mirror, MirrorField } from '../../mirror.js';
import { UInt64 } from '../../scalars/uint64.scalar.js';

@Mirror('MMapEvent', 'A request to map a file or fresh memory into the address space.')
export class MMapEvent {
  @MirrorField(() => String, 'Start of the mapping, in hexadecimal.')
  readonly address?: string;

  @MirrorField(() => UInt64, 'Where in the file the mapping begins, in bytes.')
  readonly offset?: string;

  @MirrorField(() => UInt64, 'Size of the mapping in bytes.')
  readonly length?: string;

  @MirrorField(
    () => String,
    'Rights asked for, by name; `PROT_WRITE` together with `PROT_EXEC` is what injected code needs.',
  )
  readonly protection?: string;

  @MirrorField(() => String, 'Flags of the mapping by name, such as `MAP_PRIVATE` or `MAP_ANONYMOUS`.')
  readonly flags?: string;
}
