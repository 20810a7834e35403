import { Mirror, MirrorField } from '../../mirror.js';
import { ProcessContext } from './process-context.type.js';

@Mirror('PTraceEvent', 'A process that traces another: a debugger, or code injection.')
export class PTraceEvent {
  @MirrorField(() => String, 'What was asked for, such as `PTRACE_ATTACH` or `PTRACE_POKETEXT`.')
  readonly request?: string;

  @MirrorField(() => String, 'Address in the tracee to which the request applies, in hexadecimal.')
  readonly address?: string;

  @MirrorField(() => ProcessContext, 'The process that is traced, with its own lineage.')
  readonly tracee?: ProcessContext;
}
