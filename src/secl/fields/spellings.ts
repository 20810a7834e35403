import { definitionOf } from '../../event-format/merged-format.js';

/**
 * Where a rule's word differs from the key in the event's JSON: by definition, the words of the rule and the keys that
 * they mean. All other words are the keys themselves.
 */
export function spellingsOf(definition: string): Readonly<Record<string, readonly string[]>> {
  return SPELLINGS[definition] ?? {};
}

const FILE = {
  'package.name': ['package_name'],
  'package.version': ['package_version'],
};

const PROCESS = {
  ...credentialSpellings(),
  file: ['executable'],
  'interpreter.file': ['interpreter'],
  tty_name: ['tty'],
};

const SPELLINGS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Process: PROCESS,
  ProcessContext: PROCESS,
  File: FILE,
  FileEvent: FILE,
  BPFEvent: { prog: ['program'] },
  BPFProgram: { type: ['program_type'] },
  BPFMap: { type: ['map_type'] },
  DNSQuestion: { length: ['size'] },
  SyscallArgs: { 'destination.path': ['destination_path'] },
};

/** Rules have user ids and capabilities at the process itself. */
function credentialSpellings(): Record<string, readonly string[]> {
  const keys = [...definitionOf('ProcessCredentials').fields.keys()];
  return Object.fromEntries(keys.filter((key) => key !== 'destination').map((key) => [key, ['credentials', key]]));
}
