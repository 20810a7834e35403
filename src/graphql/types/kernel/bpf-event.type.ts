import { Mirror, MirrorField } from '../../mirror.js';
import { BPFMap } from './bpf-map.type.js';
import { BPFProgram } from './bpf-program.type.js';

@Mirror('BPFEvent', 'A call of bpf: code or data handed to the kernel, as monitoring tools and rootkits both do.')
export class BPFEvent {
  @MirrorField(() => String, 'What was asked of the kernel, such as `BPF_PROG_LOAD` or `BPF_MAP_CREATE`.')
  readonly cmd?: string;

  @MirrorField(() => BPFMap, 'The map that was used. Absent for commands on programs alone.')
  readonly map?: BPFMap;

  @MirrorField(() => BPFProgram, 'The program that was used. Absent for commands on maps alone.')
  readonly program?: BPFProgram;
}
