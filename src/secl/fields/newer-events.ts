import { addressFamilies, transportProtocols } from '../constants/network-constants.js';
import { AddressLeaf } from '../values/address-leaf.js';
import { ChoiceLeaf } from '../values/choice-leaf.js';
import { IntegerLeaf } from '../values/integer-leaf.js';
import type { Leaf } from '../values/leaf.js';
import { elementOf, valueAt } from '../values/spot.js';
import { TextLeaf } from '../values/text-leaf.js';
import { computedOf } from './computed.js';
import { NEWER_EVENTS } from './events.js';
import { own } from '../own.js';

/**
 * A field of an event that no contract describes. Such events are stored whole, so what rules ask of them can be
 * searched; their fields stand here one by one, since there is nothing to derive them from.
 */
export function newerLeaf(name: string, event: string, word: string): Leaf | undefined {
  return NEWER_EVENTS.includes(event) ? own(LEAVES, word)?.(name, event) : undefined;
}

export function newerWords(): string[] {
  return Object.keys(LEAVES);
}

const LEAVES: Readonly<Record<string, (name: string, event: string) => Leaf | undefined>> = {
  'addr.family': (name, event) => new ChoiceLeaf(name, valueAt([event, 'addr', 'family']), addressFamilies),
  'addr.ip': (name, event) => new AddressLeaf(name, valueAt([event, 'addr', 'ip'])),
  'addr.port': (name, event) => new IntegerLeaf(name, valueAt([event, 'addr', 'port'])),
  'addr.is_public': (name, event) => computedOf('IPPort')['is_public']?.(name, [event, 'addr']),
  'addr.hostname': (name, event) => new TextLeaf(name, elementOf([event, 'hostnames']), { ignoreCase: true }),
  protocol: (name, event) => new ChoiceLeaf(name, valueAt([event, 'protocol']), transportProtocols),
};
