import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('BPFMap', 'A table that BPF programs and user space share.')
export class BPFMap {
  @MirrorField(() => String, 'Name that its creator gave it, at most 15 bytes; may be empty.')
  readonly name?: string;

  @MirrorField(() => String, 'Shape of the table, such as `BPF_MAP_TYPE_HASH`.')
  readonly map_type?: string;
}
