import { contracts, type Contract, type ContractName, type JsonSchemaNode } from '../event-format/contract.js';
import { isList, JsonText, stringify, type JsonObject, type JsonValue } from './json-text.js';

export type GenerationName = ContractName | 'newer';

/**
 * What an agent of some age can say. Events are simulated in the words of the newest contract; an older agent leaves
 * out every field that its contract does not know.
 */
export interface AgentGeneration {
  readonly name: GenerationName;
  /** Null for agents newer than every contract: they say more than any contract allows. */
  readonly contract: Contract | null;
  readonly versions: readonly string[];
}

const NEWEST_CONTRACT = 'csm-7.57';

export const generations: Readonly<Record<GenerationName, AgentGeneration>> = {
  'cws-7.40': generation('cws-7.40', ['7.40.1', '7.41.0', '7.42.2']),
  'cws-7.44': generation('cws-7.44', ['7.44.0', '7.44.1']),
  'csm-7.55': generation('csm-7.55', ['7.55.1', '7.55.3']),
  'csm-7.57': generation('csm-7.57', ['7.57.2', '7.58.0', '7.58.2']),
  newer: { name: 'newer', contract: null, versions: ['7.66.1', '7.68.0'] },
};

export const newestKnown = generations[NEWEST_CONTRACT];

function generation(name: ContractName, versions: readonly string[]): AgentGeneration {
  const contract = contracts.find((candidate) => candidate.name === name);
  if (!contract) throw new Error(`Contract ${name} is missing in schema/contracts`);
  return { name, contract, versions };
}

/** Whether agents of that age send the field at all. */
export function knowsField({ contract }: AgentGeneration, definition: string, field: string): boolean {
  if (!contract) return true;
  return field in (contract.definitions[definition]?.properties ?? {});
}

/** Whether agents of that age send the root key at all. */
export function knowsRoot({ contract }: AgentGeneration, key: string): boolean {
  return !contract || key in contract.root.properties;
}

/** The JSON of one named object (`Process`, `NetworkContext`, ...) in the words of that generation. */
export function express(generation: AgentGeneration, definition: string, object: JsonObject): JsonText {
  return new JsonText(stringify(inWordsOf(generation, definition, object)));
}

/** The root object in the words of that generation. */
export function rootInWordsOf(generation: AgentGeneration, root: JsonObject): JsonObject {
  const contract = contractToKeep(generation);
  return contract ? prune(root, contract.root, contract) : root;
}

function inWordsOf(generation: AgentGeneration, definition: string, object: JsonObject): JsonObject {
  const contract = contractToKeep(generation);
  return contract ? prune(object, contract.definitions[definition] ?? {}, contract) : object;
}

/** Null when nothing needs to be left out: the newest contract knows every field that the simulator builds. */
function contractToKeep({ name, contract }: AgentGeneration): Contract | null {
  return name === NEWEST_CONTRACT ? null : contract;
}

function prune(object: JsonObject, node: JsonSchemaNode, contract: Contract): JsonObject {
  const properties = resolve(node, contract).properties;
  if (!properties) return object;
  const kept: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(object)) {
    const field = properties[key];
    if (field && value !== undefined) kept[key] = pruneValue(value, field, contract);
  }
  return kept;
}

function pruneValue(value: JsonValue, node: JsonSchemaNode, contract: Contract): JsonValue {
  if (typeof value !== 'object' || value === null || value instanceof JsonText) return value;
  if (!isList(value)) return prune(value, node, contract);
  const items = resolve(node, contract).items;
  return typeof items === 'object' ? value.map((item) => pruneValue(item, items, contract)) : value;
}

function resolve(node: JsonSchemaNode, contract: Contract): JsonSchemaNode {
  return node.$ref ? (contract.definitions[node.$ref.slice('#/$defs/'.length)] ?? {}) : node;
}
