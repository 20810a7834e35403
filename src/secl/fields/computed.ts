import { all, not, type Filter } from '../../search/filter.js';
import { FlagArgumentsLeaf, OptionArgumentsLeaf } from '../values/argument-leaves.js';
import { BooleanLeaf } from '../values/boolean-leaf.js';
import { EnvironmentLeaf } from '../values/environment-leaf.js';
import { ExtensionLeaf } from '../values/extension-leaf.js';
import { IntegerLeaf } from '../values/integer-leaf.js';
import type { Leaf } from '../values/leaf.js';
import { eitherOf, elementOf, joinedAt, valueAt } from '../values/spot.js';
import { TextLeaf } from '../values/text-leaf.js';
import { TimeLeaf } from '../values/time-leaf.js';

/** Makes the leaf of a field from its name and the keys that lead to the object. */
export type Computation = (name: string, object: readonly string[]) => Leaf;

/** Fields of rules that are no key of the JSON, but follow from some, by definition. */
export function computedOf(definition: string): Readonly<Record<string, Computation>> {
  return COMPUTED[definition] ?? {};
}

/** The bits of a mode that `chmod` can set. */
const RIGHTS = 0o7777n;

const PROCESS: Readonly<Record<string, Computation>> = {
  args: (name, object) => new TextLeaf(name, joinedAt([...object, 'args'], ' ')),
  argv: (name, object) => new TextLeaf(name, elementOf([...object, 'args'])),
  args_flags: (name, object) => new FlagArgumentsLeaf(name, [...object, 'args']),
  args_options: (name, object) => new OptionArgumentsLeaf(name, [...object, 'args']),
  envs: (name, object) => new EnvironmentLeaf(name, [...object, 'envs']),
  envp: (name, object) => new TextLeaf(name, elementOf([...object, 'envs'])),
  created_at: (name, object) =>
    new TimeLeaf(name, [
      [...object, 'exec_time'],
      [...object, 'fork_time'],
    ]),
  is_exec: (name, object) => new BooleanLeaf(name, not(isTrue([...object, 'is_thread']))),
};

const FILE: Readonly<Record<string, Computation>> = {
  rights: (name, object) => new IntegerLeaf(name, valueAt([...object, 'mode']), RIGHTS),
  extension: (name, object) => new ExtensionLeaf(name, valueAt([...object, 'name'])),
};

const ADDRESS: Readonly<Record<string, Computation>> = {
  is_public: (name, object) => new BooleanLeaf(name, isPublic(valueAt([...object, 'ip']))),
};

/** Agents of the first contract told of mounts in the root `file`. */
const MOUNT: Readonly<Record<string, Computation>> = {
  'mountpoint.path': pathOf(['mount', 'mountpoint.path'], ['file', 'path']),
  'source.path': pathOf(['mount', 'source.path'], ['file', 'destination', 'path']),
  fs_type: (name) => new TextLeaf(name, eitherOf([valueAt(['mount', 'fs_type']), valueAt(['file', 'fstype'])])),
};

const COMPUTED: Readonly<Record<string, Readonly<Record<string, Computation>>>> = {
  Process: PROCESS,
  ProcessContext: PROCESS,
  File: FILE,
  FileEvent: FILE,
  IPPort: ADDRESS,
  IPPortFamily: ADDRESS,
  MountEvent: MOUNT,
  ModuleEvent: { args: (name, object) => new TextLeaf(name, joinedAt([...object, 'argv'], ' ')) },
};

export function isTrue(path: readonly string[]): Filter {
  return valueAt(path).passes([{ operator: 'eq', value: true }]);
}

function pathOf(...paths: readonly (readonly string[])[]): Computation {
  return (name) => new TextLeaf(name, eitherOf(paths.map(valueAt)), { isPath: true });
}

/** Private, shared, loopback and link-local networks, and those for documents, tests and multicast. */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '100::/64',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

function isPublic(address: ReturnType<typeof valueAt>): Filter {
  const everything = address.passes([{ operator: 'within', networks: ['0.0.0.0/0', '::/0'] }]);
  return all([everything, not(address.passes([{ operator: 'within', networks: NOT_PUBLIC }]))]);
}
