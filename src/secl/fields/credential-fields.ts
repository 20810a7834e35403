import { definitionOf } from '../../event-format/merged-format.js';
import { IntegerLeaf } from '../values/integer-leaf.js';
import type { Leaf } from '../values/leaf.js';
import { valueAt } from '../values/spot.js';
import { TextLeaf } from '../values/text-leaf.js';
import { FlagsLeaf } from '../values/flags-leaf.js';
import { elementOf } from '../values/spot.js';
import { codeOf } from './codes.js';

/**
 * A field of what credentials become. No contract says what stands there; the keys and types are those of the
 * credentials themselves.
 */
export function credentialLeaf(name: string, key: string): Leaf | undefined {
  const field = definitionOf('ProcessCredentials').fields.get(key);
  const type = field?.types[0]?.type;
  const path = ['process', 'credentials', 'destination', key];
  const code = codeOf('ProcessCredentials', key, undefined);
  if (code) return new FlagsLeaf(name, elementOf(path), code.family, 'list');
  if (type?.kind === 'integer') return new IntegerLeaf(name, valueAt(path));
  return type?.kind === 'string' ? new TextLeaf(name, valueAt(path)) : undefined;
}
