import { bpfAttachTypes, bpfCommands, bpfHelpers, bpfMapTypes, bpfProgramTypes } from './bpf-constants.js';
import { errors } from './error-constants.js';
import type { Family } from './family.js';
import { fileModes, openFlags, pipeFlags, unlinkFlags } from './file-constants.js';
import { mapFlags, memoryAreaFlags, protections } from './memory-constants.js';
import { addressFamilies, dnsClasses, dnsTypes, networkProtocols, transportProtocols } from './network-constants.js';
import { auditIds, capabilities, exitCauses, ptraceRequests, signals } from './process-constants.js';

/** Every family. Where two have a name, it says the same number in both, or the first counts. */
export const families: readonly Family[] = [
  openFlags,
  unlinkFlags,
  fileModes,
  pipeFlags,
  capabilities,
  signals,
  ptraceRequests,
  exitCauses,
  auditIds,
  protections,
  memoryAreaFlags,
  mapFlags,
  bpfCommands,
  bpfMapTypes,
  bpfProgramTypes,
  bpfAttachTypes,
  bpfHelpers,
  addressFamilies,
  networkProtocols,
  transportProtocols,
  dnsTypes,
  dnsClasses,
  errors,
];

export interface Constant {
  readonly name: string;
  readonly value: bigint;
  readonly family: Family;
}

const constantsByName = new Map<string, Constant>();
for (const family of families) {
  for (const [name, value] of family.values)
    if (!constantsByName.has(name)) constantsByName.set(name, { name, value, family });
}

/** What a name says, if it is that of a constant. */
export function constantOf(name: string): Constant | undefined {
  return constantsByName.get(name);
}

export function constantNames(): Iterable<string> {
  return constantsByName.keys();
}
