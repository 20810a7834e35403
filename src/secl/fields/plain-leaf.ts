import type { FieldType } from '../../event-format/merged-format.js';
import { AddressLeaf } from '../values/address-leaf.js';
import { BooleanLeaf } from '../values/boolean-leaf.js';
import { ChoiceLeaf } from '../values/choice-leaf.js';
import { FlagsLeaf } from '../values/flags-leaf.js';
import { IntegerLeaf } from '../values/integer-leaf.js';
import type { Leaf } from '../values/leaf.js';
import { elementOf, valueAt } from '../values/spot.js';
import { TextLeaf } from '../values/text-leaf.js';
import { TimeLeaf } from '../values/time-leaf.js';
import type { Code } from './codes.js';
import { isTrue } from './computed.js';

/** What stands under a key, and what is known of it. */
export interface PlainValue {
  readonly name: string;
  readonly path: readonly string[];
  readonly definition: string;
  readonly type: FieldType;
  readonly code: Code | undefined;
}

/** The leaf of a value of the JSON; undefined of objects and of JSON of no fixed shape. */
export function plainLeaf({ name, path, definition, type, code }: PlainValue): Leaf | undefined {
  const spot = type.kind === 'list' ? elementOf(path) : valueAt(path);
  if (code?.form === 'choice' || code?.form === 'choices') return new ChoiceLeaf(name, spot, code.family);
  if (code) return new FlagsLeaf(name, spot, code.family, code.form === 'flagList' ? 'list' : 'text');
  switch (type.kind === 'list' ? type.of.kind : type.kind) {
    case 'string':
      if (path.at(-1) === 'ip') return new AddressLeaf(name, spot);
      return new TextLeaf(name, spot, {
        isPath: name.endsWith('.path'),
        ignoreCase: definition === 'DNSQuestion',
      });
    case 'integer':
      return new IntegerLeaf(name, spot);
    case 'boolean':
      return new BooleanLeaf(name, isTrue(path));
    case 'dateTime':
      return new TimeLeaf(name, [path]);
    default:
      return undefined;
  }
}
