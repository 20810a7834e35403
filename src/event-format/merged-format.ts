import { contracts, type JsonSchemaNode } from './contract.js';

/**
 * The union of all contracts: what a tolerant reader accepts.
 *
 * A *definition* is one named JSON object; a *field* is one key of it, with every type that some contract gives it and
 * the contracts (bit masks) that know it so.
 */
export interface Definition {
  readonly name: string;
  readonly contracts: number;
  readonly fields: ReadonlyMap<string, Field>;
}

export interface Field {
  readonly key: string;
  /** One entry a type; `dd.span_id` has two, every other field has one. */
  readonly types: readonly TypeInContracts[];
  /** Contracts that know the field, whatever its type. */
  readonly contracts: number;
  /** Contracts that require it. */
  readonly requiredBy: number;
}

export interface TypeInContracts {
  readonly type: FieldType;
  readonly contracts: number;
}

export type FieldType =
  | { readonly kind: 'string' | 'dateTime' | 'integer' | 'boolean' | 'any' | 'openObject' }
  | { readonly kind: 'list'; readonly of: FieldType }
  | { readonly kind: 'map'; readonly of: FieldType }
  | { readonly kind: 'object'; readonly definition: string };

/** The name under which the root of a document stands among the definitions. */
export const ROOT = 'SecurityEvent';

export const ALL_CONTRACTS = contracts.reduce((mask, contract) => mask | (1 << contract.bit), 0);

/** Every object definition of every contract by name, the root as {@link ROOT}. */
export const mergedFormat: ReadonlyMap<string, Definition> = mergeContracts();

/** The definition of that name. Throws when no contract has it: that is a mistake in our code, not in a document. */
export function definitionOf(name: string): Definition {
  const definition = mergedFormat.get(name);
  if (!definition) throw new Error(`No contract defines ${name}; look for the name in schema/contracts`);
  return definition;
}

interface GrowingField {
  key: string;
  types: { type: FieldType; contracts: number }[];
  contracts: number;
  requiredBy: number;
}

function mergeContracts(): Map<string, Definition> {
  const merged = new Map<string, { name: string; contracts: number; fields: Map<string, GrowingField> }>();
  for (const contract of contracts) {
    const bit = 1 << contract.bit;
    const objects = { ...contract.definitions, [ROOT]: contract.root };
    for (const [name, node] of Object.entries(objects)) {
      if (!node.properties) continue;
      const definition = merged.get(name) ?? { name, contracts: 0, fields: new Map<string, GrowingField>() };
      merged.set(name, definition);
      definition.contracts |= bit;
      for (const [key, fieldNode] of Object.entries(node.properties)) {
        addField(definition.fields, key, fieldType(fieldNode, contract.definitions), bit, node.required ?? []);
      }
    }
  }
  return merged;
}

function addField(
  fields: Map<string, GrowingField>,
  key: string,
  type: FieldType,
  bit: number,
  required: readonly string[],
): void {
  const field = fields.get(key) ?? { key, types: [], contracts: 0, requiredBy: 0 };
  fields.set(key, field);
  field.contracts |= bit;
  if (required.includes(key)) field.requiredBy |= bit;
  const known = field.types.find((candidate) => JSON.stringify(candidate.type) === JSON.stringify(type));
  if (known) known.contracts |= bit;
  else field.types.push({ type, contracts: bit });
}

function fieldType(node: JsonSchemaNode | true, definitions: Readonly<Record<string, JsonSchemaNode>>): FieldType {
  if (node === true) return { kind: 'any' };
  if (node.$ref) {
    const name = node.$ref.slice('#/$defs/'.length);
    const target = definitions[name];
    if (!target) throw new Error(`A contract refers to ${name}, which it does not define`);
    return target.properties ? { kind: 'object', definition: name } : fieldType(target, definitions);
  }
  switch (node.type) {
    case 'string':
      return { kind: node.format === 'date-time' ? 'dateTime' : 'string' };
    case 'integer':
    case 'boolean':
      return { kind: node.type };
    case 'array':
      return { kind: 'list', of: fieldType(node.items ?? true, definitions) };
    case 'object':
      return node.additionalProperties
        ? { kind: 'map', of: fieldType(node.additionalProperties, definitions) }
        : { kind: 'openObject' };
    default:
      return { kind: 'any' };
  }
}
