import { readFileSync } from 'node:fs';
import type { ContractName } from '../../src/event-format/contract.js';
import { contractKeys } from './contract-keys.js';

/** JSON texts that stand wherever a contract has a field of that kind. */
export interface WholeDocumentTexts {
  readonly string?: string;
  readonly date?: string;
  readonly integer?: string;
  readonly boolean?: string;
  /** Where a contract leaves the type open. */
  readonly any?: string;
  /** Further members of every object, but for those that some contract knows there. */
  readonly unknown?: readonly (readonly [key: string, json: string])[];
  /** What stands in place of every object below the root; by default the object with all of its fields. */
  readonly object?: string;
  /** What stands in place of every list; by default a list of two. */
  readonly list?: string;
}

interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: SchemaNode | true;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
}

/** A document of a contract that has every field at every depth, as JSON text. */
export function wholeDocument(contract: ContractName, texts: WholeDocumentTexts = {}): string {
  const url = new URL(`../../schema/contracts/${contract}.json`, import.meta.url);
  const root = JSON.parse(readFileSync(url, 'utf8')) as SchemaNode & { $defs: Readonly<Record<string, SchemaNode>> };
  return object('SecurityEvent', root);

  function object(name: string, { properties = {} }: SchemaNode): string {
    const known = new Set(contractKeys.get(name)?.values());
    const members = [
      ...Object.entries(properties).map(([key, inner]) => [key, text(inner)] as const),
      ...(texts.unknown ?? []).filter(([key]) => !known.has(key)),
    ];
    return `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
  }

  function text(node: SchemaNode | true): string {
    if (node === true) return texts.any ?? '{"colour":[null,1.50]}';
    if (node.$ref) {
      const name = node.$ref.slice('#/$defs/'.length);
      const target = root.$defs[name] as SchemaNode;
      return target.properties ? (texts.object ?? object(name, target)) : text(target);
    }
    if (node.type === 'array') {
      const item = text(node.items ?? true);
      return texts.list ?? `[${item},${item}]`;
    }
    if (node.type === 'string')
      return node.format ? (texts.date ?? '"2024-02-03T04:05:06.789Z"') : (texts.string ?? '"x"');
    if (node.type === 'integer') return texts.integer ?? '1';
    if (node.type === 'boolean') return texts.boolean ?? 'true';
    if (texts.object) return texts.object;
    return typeof node.additionalProperties === 'object' ? '{"a":["x"]}' : '{"a":1}';
  }
}
