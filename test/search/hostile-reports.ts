import fc from 'fast-check';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import { isJsonObject, setOwn, type JsonObject, type JsonValue } from '../../src/event-format/lossless-json.js';

/** Values that are of no type in particular, or of an unusual spelling. */
const STRANGE: readonly JsonValue[] = [
  null,
  true,
  5,
  1.5,
  -3,
  '5',
  '',
  'null',
  'É',
  '😀',
  '2026-01-01T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-01-01T00:00:00.123456789123Z',
  '10.0.0.1',
  '10.0.0.1/32',
  '10.0.0.1/24',
  '10.1',
  '0:0:0:0:0:0:0:1',
  '::ffff:10.0.0.1',
  'fe80::1%eth0',
  [],
  ['a'],
  ['a', 1],
  [null],
  [{}],
  {},
  { path: 5 },
  new ExactNumber('1.0'),
  new ExactNumber('-0'),
  new ExactNumber('1e3'),
  new ExactNumber('1e-3'),
  new ExactNumber('1e400'),
  new ExactNumber('18446744073709551616'),
  new ExactNumber('-9223372036854775809'),
];

/** A number past all that jsonb holds. */
const TOO_LARGE = new ExactNumber('1e1000000');

/** A document as an agent reports on itself: free of types. Some of its values are exchanged for strange ones. */
export function hostileReport(document: JsonObject, seed: number): JsonObject {
  const { evt: _, ...rest } = document;
  const random = fc.sample(fc.nat({ max: 1 << 20 }), { numRuns: 400, seed });
  let at = 0;
  const next = (): number => random[at++ % random.length] as number;
  const disturb = (value: JsonValue): JsonValue => {
    if (next() % 12 === 0) return STRANGE[next() % STRANGE.length] as JsonValue;
    if (Array.isArray(value)) return (value as JsonValue[]).map(disturb);
    if (!isJsonObject(value)) return value;
    const copy = {};
    for (const key of Object.keys(value)) setOwn(copy, key, disturb(value[key] as JsonValue));
    if (next() % 60 === 0) setOwn(copy, 'newer', TOO_LARGE);
    return copy;
  };
  const changed = disturb(rest);
  const agent = isJsonObject(rest['agent']) ? rest['agent'] : {};
  return { ...(isJsonObject(changed) ? changed : {}), agent: { ...agent, rule_id: 'report' } };
}
