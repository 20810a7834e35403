import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { contracts, type ContractName } from '../../src/event-format/contract.js';
import { anyText } from './any-text.js';

/**
 * Documents derived from the contracts' JSON Schemas, as JSON text, since only text can hold every spelling of a number.
 *
 * A document is built of *members*, the key and the JSON text of each field. How far it *strays* from its contract is
 * drawn once a document, so that some are strictly valid, some nearly, and some hardly. Every one has types that some
 * contract allows, so every one is an event that must be taken, stored and given back.
 */
export interface ContractDocumentOptions {
  /** Whether documents may lack required fields, hold nulls, bad dates, unknown fields and those of other contracts. */
  readonly strays?: boolean;
  /** Share of the optional fields that a document fills; all of them with 1. */
  readonly density?: number;
  /** Length of the longest lineage, which is rare; most are short. */
  readonly maxAncestors?: number;
}

/** Any document of a contract. */
export function contractDocument(contract: ContractName, options: ContractDocumentOptions = {}): fc.Arbitrary<string> {
  return definitionObject(contract, ROOT, options);
}

/** Any object of one definition of a contract. */
export function definitionObject(
  contract: ContractName,
  definition: string,
  { strays = true, density = 0.3, maxAncestors = 250 }: ContractDocumentOptions = {},
): fc.Arbitrary<string> {
  const make = (straying: number): fc.Arbitrary<string> =>
    new ContractTexts(contract, { straying, density, maxAncestors }).object(definition).map(objectText);
  return strays ? fc.oneof(make(0), make(0.01), make(0.15)) : make(0);
}

const ROOT = 'SecurityEvent';

type Member = readonly [key: string, json: string];

interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: SchemaNode | true;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly required?: readonly string[];
}

type Definitions = Readonly<Record<string, SchemaNode>>;

/** Read apart from the code under test, which merges them. */
const schemas = new Map(contracts.map(({ name }) => [name, readSchema(name)]));

function readSchema(name: ContractName): Definitions {
  const url = new URL(`../../schema/contracts/${name}.json`, import.meta.url);
  const { $defs, ...root } = JSON.parse(readFileSync(url, 'utf8')) as SchemaNode & { $defs: Definitions };
  return { ...$defs, [ROOT]: root };
}

interface TextOptions extends Required<Omit<ContractDocumentOptions, 'strays'>> {
  /** Share of the fields that go their own way. */
  readonly straying: number;
}

/** Arbitraries for the parts of one contract, each definition's made once. */
class ContractTexts {
  private readonly definitions: Definitions;
  private readonly objects = new Map<string, fc.Arbitrary<readonly Member[]>>();

  constructor(
    contract: ContractName,
    private readonly options: TextOptions,
  ) {
    this.definitions = schemas.get(contract) as Definitions;
  }

  object(name: string): fc.Arbitrary<readonly Member[]> {
    let known = this.objects.get(name);
    if (!known) {
      known = this.members(name, this.definitions[name] ?? {});
      this.objects.set(name, known);
    }
    return known;
  }

  private members(name: string, { properties = {}, required = [] }: SchemaNode): fc.Arbitrary<readonly Member[]> {
    const { straying, density } = this.options;
    const fields = Object.entries(properties).map(([key, node]) => {
      const share = required.includes(key) ? 1 - straying / 2 : density;
      return sometimes(share, this.field(name, key, node));
    });
    return fc
      .tuple(fc.tuple(...fields), this.foreignFields(name, properties), this.unknownFields(name))
      .map(([own, foreign, unknown]) => [...own.flatMap((member) => (member ? [member] : [])), ...foreign, ...unknown]);
  }

  private field(name: string, key: string, node: SchemaNode): fc.Arbitrary<Member> {
    const text = name === 'ProcessContext' && key === 'ancestors' ? this.ancestors() : this.text(node);
    const { straying } = this.options;
    if (!straying) return text.map((json) => [key, json]);
    return fc.oneof(weighted(1, text), weighted(straying / 3, fc.constant('null'))).map((json) => [key, json]);
  }

  /** What other contracts know of the same definition. At the root every agent sends `agent` and `title`. */
  private foreignFields(name: string, own: object): fc.Arbitrary<readonly Member[]> {
    const foreign = new Map<string, fc.Arbitrary<Member | undefined>>();
    for (const [contract, definitions] of schemas) {
      for (const [key, node] of Object.entries(definitions[name]?.properties ?? {})) {
        if (key in own || foreign.has(key)) continue;
        const isEnvelope = name === ROOT && (key === 'agent' || key === 'title');
        const share = isEnvelope ? 0.5 : this.options.straying / 5;
        if (!share) continue;
        // A foreign part is a strict one of its own contract.
        const texts = new ContractTexts(contract, { ...this.options, straying: 0, maxAncestors: 3 });
        foreign.set(
          key,
          sometimes(
            share,
            texts.text(node).map((json): Member => [key, json]),
          ),
        );
      }
    }
    return fc.tuple(...foreign.values()).map((members) => members.flatMap((member) => (member ? [member] : [])));
  }

  private unknownFields(name: string): fc.Arbitrary<readonly Member[]> {
    const hostName =
      name === ROOT
        ? sometimes(
            0.3,
            stringText.map((json): Member => ['hostname', json]),
          )
        : undefined;
    const known = new Set([...schemas.values()].flatMap((all) => Object.keys(all[name]?.properties ?? {})));
    const members = fc.uniqueArray(
      fc.tuple(
        unknownKey.filter((key) => !known.has(key)),
        anyJson,
      ),
      {
        minLength: 1,
        maxLength: 3,
        selector: ([key]) => key,
      },
    );
    const unknown = this.options.straying ? sometimes(this.options.straying, members) : undefined;
    return fc
      .tuple(hostName ?? fc.constant(undefined), unknown ?? fc.constant(undefined))
      .map(([host, others]) => [...(host ? [host] : []), ...(others ?? [])]);
  }

  private text(node: SchemaNode | true): fc.Arbitrary<string> {
    if (node === true) return anyJson;
    if (node.$ref) {
      const name = node.$ref.slice('#/$defs/'.length);
      const target = this.definitions[name] as SchemaNode;
      return target.properties ? this.object(name).map(objectText) : this.text(target);
    }
    switch (node.type) {
      case 'string':
        return node.format === 'date-time' ? this.date() : stringText;
      case 'integer':
        return integerText;
      case 'boolean':
        return fc.constantFrom('true', 'false');
      case 'array':
        return listText(this.text(node.items ?? true));
      case 'object':
        return mapText(typeof node.additionalProperties === 'object' ? this.text(node.additionalProperties) : anyJson);
      default:
        return anyJson;
    }
  }

  private date(): fc.Arbitrary<string> {
    const { straying } = this.options;
    if (!straying) return dateText;
    return fc.oneof(weighted(1, dateText), weighted(straying / 3, badDateText));
  }

  /** Mostly a few; now and then the hundreds that an agent cuts down. */
  private ancestors(): fc.Arbitrary<string> {
    const entry = this.object('Process');
    const few = listText(entry.map(objectText));
    const { maxAncestors } = this.options;
    if (maxAncestors <= 3) return few;
    const many = fc
      .tuple(fc.array(entry, { minLength: 1, maxLength: 3 }), fc.integer({ min: 4, max: maxAncestors }))
      .map(([entries, length]) => longLineage(entries, length));
    return fc.oneof({ weight: 40, arbitrary: few }, { weight: 1, arbitrary: many });
  }
}

/** Every entry another process, each made of the next of a few; fewer of large ones, so that no document is too large. */
function longLineage(entries: readonly (readonly Member[])[], length: number): string {
  const lineage: string[] = [];
  for (let size = 0; lineage.length < length && size < LONGEST_LINEAGE; size += lineage.at(-1)?.length ?? 0) {
    const entry = entries[lineage.length % entries.length] as readonly Member[];
    const pid: Member = ['pid', String(length - lineage.length)];
    lineage.push(objectText([pid, ...entry.filter(([key]) => key !== 'pid')]));
  }
  return `[${lineage.join(',')}]`;
}

const LONGEST_LINEAGE = 300_000;

/** Integers at the edges of the kernel's types and of ours, also in spellings that few writers choose. */
const integerText = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 70_000 }).map(String) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['0', '1', '-1', '-100', '65535', '2147483647', '4294967295', '4294967296', '1000000000000000'],
      ...['9007199254740991', '9007199254740993', '-9007199254740993', '9223372036854775807', '9223372036854775808'],
      ...['-9223372036854775808', '-9223372036854775809', '18446744073709551615', '18446744073709551616'],
      '123456789012345678901234567890',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('-0', '1.0', '10.00', '1e3', '1E+2', '1.5e1', '100e-2', '0.0', '0e-5') },
);

/** Texts that databases, shells, parsers and screens trip over. A NUL is not among them: no event may hold one. */
const string = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom('root', 'bash', '/usr/bin/bash', 'O_RDONLY', 'x') },
  {
    weight: 40,
    arbitrary: fc.constantFrom(
      ...[
        '',
        ' ',
        'null',
        '{}',
        '[]',
        '{NULL,"a"}',
        '"',
        '\\',
        '\\"',
        "'",
        '\\u0000',
        '\\x00',
        '/',
        'a/b~c',
        '%s',
        '$1',
      ],
      ...[
        '\n',
        '\r\n',
        '\t',
        '\u0001\u001f\u007f',
        '\u0085\u2028\u2029',
        '\ufeff',
        '\uffff',
        'e\u0301',
        '\u202eabc\u202c',
      ],
      ...['مرحبا', '名前', '😀', '👩‍👩‍👧‍👦', '\u{10ffff}', '1.0', '18446744073709551615', '0001-01-01T00:00:00Z', '10.0.0.1'],
      ...['::1', 'fe80::1%eth0', '2001:DB8::0:1', '010.0.0.1', '10.0.0.1/8'],
    ),
  },
  {
    weight: 30,
    arbitrary: anyText(12).map((text) => text.replaceAll('\0', '\u0001')),
  },
  { weight: 1, arbitrary: fc.constantFrom('x', 'é"\\', '😀\n').map((text) => text.repeat(3000 / text.length)) },
);

const stringText = fc
  .tuple(string, fc.constantFrom('plain', 'plain', 'plain', 'escaped'))
  .map(([text, style]) => (style === 'plain' ? JSON.stringify(text) : `"${escapeAll(text)}"`));

function escapeAll(text: string): string {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}

const twoDigits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((value) => String(value).padStart(2, '0'));

const year = fc
  .oneof(fc.integer({ min: 2020, max: 2030 }), fc.constantFrom(1, 1600, 1677, 1970, 2262, 2999, 9999))
  .map((value) => String(value).padStart(4, '0'));

const dateText = fc.oneof(
  fc
    .tuple(
      fc.tuple(year, twoDigits(1, 12), twoDigits(1, 28)).map((parts) => parts.join('-')),
      fc.tuple(twoDigits(0, 23), twoDigits(0, 59), twoDigits(0, 59)).map((parts) => parts.join(':')),
      fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,9}$/)),
      fc.oneof(fc.constant('Z'), fc.constantFrom('+01:00', '-05:30', '+00:00', '+14:00', '-00:01', '-23:59', 'z')),
    )
    .map(([day, time, fraction, zone]) => `"${day}T${time}${fraction}${zone}"`),
  fc
    .constantFrom(
      ...[
        '0001-01-01T00:00:00Z',
        '1970-01-01T01:00:00+01:00',
        '1970-01-01T00:00:00Z',
        '1969-12-31T23:59:59.999999999Z',
      ],
      ...['2024-02-29T12:00:00.000000001Z', '2016-12-31T23:59:60Z', '9999-12-31T23:59:59.999999999Z'],
    )
    .map((text) => `"${text}"`),
);

/** Text where a date should be: kept as it is, but no contract's. */
const badDateText = fc
  .constantFrom('', 'yesterday', '2025-02-29T00:00:00Z', '2025-07-01', '2025-07-01T08:30:00', '1751358600', '😀')
  .map((text) => JSON.stringify(text));

const unknownKey = fc.oneof(
  fc.constantFrom(
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'toJSON', 'then', 'length', 'valueOf'],
    ...['fork_flags', 'extension', 'connect', 'extra', 'host_id', 'instance_id', 'payload', 'exact', 'kind', 'rule_id'],
    ...['process_id', 'file_id', 'evt_name', 'a.b', 'a/b~c', '', '1', '0', '-1', 'ключ', '😀', '"', '\\', '$ref', '\n'],
  ),
  string,
);

type Json = Record<'value', string>;

/** Any JSON, for parts that no contract describes. */
const { value: anyJson } = fc.letrec<Json>((tie) => ({
  value: fc.oneof(
    { depthSize: 'xsmall', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false', '{}', '[]', '""', '0'),
    integerText,
    fc.constantFrom('0.1', '0.1000', '1E+400', '-1e-400', '3.141592653589793238462643383279', '1e-7', '-0.0'),
    stringText,
    listText(tie('value')),
    mapText(tie('value')),
  ),
}));

function listText(item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(item, { maxLength: 3 }).map((items) => `[${items.join(',')}]`);
}

function mapText(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.tuple(unknownKey, value), { maxLength: 3, selector: ([key]) => key })
    .map((members) => objectText(members));
}

function objectText(members: readonly Member[]): string {
  return `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

function sometimes<T>(share: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  if (share >= 1) return arbitrary;
  return fc.oneof({ withCrossShrink: true }, weighted(1 - share, fc.constant(undefined)), weighted(share, arbitrary));
}

/** fast-check wants whole numbers for weights. */
function weighted<T>(share: number, arbitrary: fc.Arbitrary<T>): { weight: number; arbitrary: fc.Arbitrary<T> } {
  return { weight: Math.round(share * 10_000), arbitrary };
}
