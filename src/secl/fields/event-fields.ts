import { any } from '../../search/filter.js';
import { BooleanLeaf } from '../values/boolean-leaf.js';
import type { Leaf } from '../values/leaf.js';
import { valueAt, valueOr, type Spot } from '../values/spot.js';
import { TextLeaf } from '../values/text-leaf.js';
import { EventTimeLeaf } from '../values/time-leaf.js';
import { isTrue } from './computed.js';

/** Fields of rules that are about any event, whatever it is of. */
export const EVENT_FIELDS: Readonly<Record<string, (name: string) => Leaf>> = {
  timestamp: (name) => new EventTimeLeaf(name, [['date']]),
  hostname: (name) => new TextLeaf(name, HOST_NAME),
  origin: (name) => new TextLeaf(name, valueAt(['agent', 'origin'])),
  os: (name) => new TextLeaf(name, valueOr(['agent', 'os'], 'linux')),
  async: (name) => new BooleanLeaf(name, isTrue(['evt', 'async'])),
};

/** Every event has a host. */
const HOST_NAME: Spot = { passes: (tests) => any(tests.map((test) => ({ kind: 'hostName', test }))) };
