import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('ModuleEvent', 'A kernel module that was loaded or removed.')
export class ModuleEvent {
  @MirrorField(() => String, 'Name of the module.')
  readonly name?: string;

  @MirrorField(
    () => Boolean,
    'True when the module came out of memory, without a file to examine; false or absent when out of a file.',
  )
  readonly loaded_from_memory?: boolean;

  @MirrorField(() => [String], 'Parameters given to the module at load.')
  readonly argv?: readonly string[];

  @MirrorField(() => Boolean, 'True when the parameters were too long and the list is not whole. Absent otherwise.')
  readonly args_truncated?: boolean;
}
