import { bpfAttachTypes, bpfCommands, bpfHelpers, bpfMapTypes, bpfProgramTypes } from '../constants/bpf-constants.js';
import type { Family } from '../constants/family.js';
import { openFlags, pipeFlags, unlinkFlags } from '../constants/file-constants.js';
import { mapFlags, memoryAreaFlags, protections } from '../constants/memory-constants.js';
import {
  addressFamilies,
  dnsClasses,
  dnsTypes,
  networkProtocols,
  transportProtocols,
} from '../constants/network-constants.js';
import { capabilities, exitCauses, ptraceRequests, signals } from '../constants/process-constants.js';
import { own } from '../own.js';

/** A number to rules that events hold by name. */
export interface Code {
  readonly family: Family;
  /** One name (`choice`), a list of names of which several may be (`choices`), or the names of bits. */
  readonly form: 'choice' | 'choices' | 'flagList' | 'flagText';
}

/** What the names under a key stand for. */
export function codeOf(definition: string, key: string, event: string | undefined): Code | undefined {
  if (key === 'flags' && definition.startsWith('File'))
    return { family: event === 'unlink' ? unlinkFlags : openFlags, form: 'flagList' };
  return own(CODES, `${definition}.${key}`);
}

const CODES: Readonly<Record<string, Code>> = {
  'ProcessCredentials.cap_effective': { family: capabilities, form: 'flagList' },
  'ProcessCredentials.cap_permitted': { family: capabilities, form: 'flagList' },
  'ExitEvent.cause': { family: exitCauses, form: 'choice' },
  'SignalEvent.type': { family: signals, form: 'choice' },
  'PTraceEvent.request': { family: ptraceRequests, form: 'choice' },
  'BPFEvent.cmd': { family: bpfCommands, form: 'choice' },
  'BPFMap.map_type': { family: bpfMapTypes, form: 'choice' },
  'BPFProgram.program_type': { family: bpfProgramTypes, form: 'choice' },
  'BPFProgram.attach_type': { family: bpfAttachTypes, form: 'choice' },
  'BPFProgram.helpers': { family: bpfHelpers, form: 'choices' },
  'MMapEvent.protection': { family: protections, form: 'flagText' },
  'MMapEvent.flags': { family: mapFlags, form: 'flagText' },
  'MProtectEvent.vm_protection': { family: memoryAreaFlags, form: 'flagText' },
  'MProtectEvent.req_protection': { family: memoryAreaFlags, form: 'flagText' },
  'SpliceEvent.pipe_entry_flag': { family: pipeFlags, form: 'flagText' },
  'SpliceEvent.pipe_exit_flag': { family: pipeFlags, form: 'flagText' },
  'NetworkContext.l3_protocol': { family: networkProtocols, form: 'choice' },
  'NetworkContext.l4_protocol': { family: transportProtocols, form: 'choice' },
  'IPPortFamily.family': { family: addressFamilies, form: 'choice' },
  'DNSQuestion.type': { family: dnsTypes, form: 'choice' },
  'DNSQuestion.class': { family: dnsClasses, form: 'choice' },
};
