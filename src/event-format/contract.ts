import { readFileSync } from 'node:fs';

/** One version of the event format: a JSON Schema (2020-12) of names, types and `required`, without prose. */
export interface Contract {
  readonly name: ContractName;
  /** First agent version that sends this contract, e.g. `7.55`. */
  readonly since: string;
  /** Position of this contract in every bit mask of contracts, also in stored ones: never renumber. */
  readonly bit: number;
  readonly root: ObjectNode;
  readonly definitions: Readonly<Record<string, JsonSchemaNode>>;
}

/** The part of JSON Schema that the contracts use. */
export interface JsonSchemaNode {
  readonly $ref?: string;
  readonly type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly format?: 'date-time';
  readonly items?: JsonSchemaNode | true;
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly additionalProperties?: JsonSchemaNode | false;
  readonly required?: readonly string[];
}

export type ObjectNode = JsonSchemaNode & { readonly properties: Readonly<Record<string, JsonSchemaNode>> };

/** Oldest first. A new contract is one more line here and one more file beside the others. */
const KNOWN_CONTRACTS = [
  { name: 'cws-7.40', since: '7.40', bit: 0 },
  { name: 'cws-7.44', since: '7.44', bit: 1 },
  { name: 'csm-7.55', since: '7.55', bit: 2 },
  { name: 'csm-7.57', since: '7.57', bit: 3 },
] as const;

export type ContractName = (typeof KNOWN_CONTRACTS)[number]['name'];

const CONTRACT_FOLDER = new URL('../../schema/contracts/', import.meta.url);

/** Every contract, oldest first. */
export const contracts: readonly Contract[] = KNOWN_CONTRACTS.map(loadContract);

function loadContract(known: (typeof KNOWN_CONTRACTS)[number]): Contract {
  const text = readFileSync(new URL(`${known.name}.json`, CONTRACT_FOLDER), 'utf8');
  const { $defs, ...root } = JSON.parse(text) as ObjectNode & { $defs: Record<string, JsonSchemaNode> };
  return { ...known, root, definitions: $defs };
}

/** The names behind a bit mask of contracts, oldest first. */
export function contractNames(mask: number): ContractName[] {
  return contracts.filter((contract) => mask & (1 << contract.bit)).map((contract) => contract.name);
}

/** The bit mask of contracts. */
export function formatMaskOf(names: readonly ContractName[]): number {
  return contracts.filter(({ name }) => names.includes(name)).reduce((mask, { bit }) => mask | (1 << bit), 0);
}
