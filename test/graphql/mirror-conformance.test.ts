import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { mirrorTypes } from '../../src/graphql/mirror.js';
import { buildMirrorSchema } from './mirror-schema.js';

/**
 * Holds the GraphQL schema against the contract files themselves. It reads them on its own, so that a mistake in the
 * merged format, from which the mirror is derived, cannot hide.
 */
interface Node {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
  readonly type?: string;
  readonly format?: string;
  readonly items?: Node | true;
  readonly properties?: Readonly<Record<string, Node>>;
}

interface ContractField {
  readonly contract: string;
  readonly definition: string;
  readonly key: string;
  readonly type: string;
}

const FOLDER = new URL('../../schema/contracts/', import.meta.url);
const NEWEST = 'csm-7.57';

/** Fields whose GraphQL type says more than their JSON type does. */
const SPECIAL_TYPES: Readonly<Record<string, string>> = {
  'File.inode': 'UInt64',
  'FileEvent.inode': 'UInt64',
  'MMapEvent.offset': 'UInt64',
  'MMapEvent.length': 'UInt64',
  'File.uid': 'Int64',
  'File.gid': 'Int64',
  'FileEvent.uid': 'Int64',
  'FileEvent.gid': 'Int64',
  'SyscallArgs.uid': 'Int64',
  'SyscallArgs.gid': 'Int64',
  'SyscallArgs.dirfd': 'Int64',
  'SyscallArgs.flags': 'Int64',
  'SyscallArgs.mode': 'Int64',
  'DDContext.span_id': 'String',
  'DDContext.trace_id': 'String',
  'IPPort.ip': 'IPAddress',
  'IPPortFamily.ip': 'IPAddress',
};

const contractFields = readdirSync(FOLDER).flatMap((file) => fieldsOf(file.replace('.json', '')));
const contractKeys = new Set(contractFields.map((field) => `${field.definition}.${field.key}`));

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildMirrorSchema();
});

describe('the mirror', () => {
  it('is held against four contracts', () => {
    const contracts = [...new Set(contractFields.map((field) => field.contract))].sort();

    expect(contracts).toEqual(['csm-7.55', NEWEST, 'cws-7.40', 'cws-7.44']);
    expect(contractKeys.size).toBe(308);
  });

  it.each(contractFields)('has $key of $definition in $contract as $type', ({ definition, key, type }) => {
    const field = graphQLField(definition, key);

    expect(String(field?.type)).toBe(type);
  });

  it('has nothing that no contract has', () => {
    const mirrored = mirrorTypes().flatMap((type) => type.fields.map((field) => `${type.name}.${field.key}`));

    expect(mirrored.filter((key) => !contractKeys.has(key))).toEqual([]);
    expect(new Set(mirrored).size).toBe(mirrored.length);
    expect(mirrored).toHaveLength(contractKeys.size);
  });

  it('deprecates exactly what the newest contract no longer has', () => {
    const newest = contractFields.filter((field) => field.contract === NEWEST);
    const current = new Set(newest.map((field) => `${field.definition}.${field.key}`));
    const deprecated = mirroredFields().filter(({ field }) => field?.deprecationReason);

    expect(deprecated.map(({ path }) => path).sort()).toEqual(
      [...contractKeys].filter((key) => !current.has(key)).sort(),
    );
    expect(deprecated.map(({ path }) => path).sort()).toEqual(['FileEvent.group_id', 'MountEvent.group_id']);
  });

  it('describes every type and every field', () => {
    const types = mirrorTypes().map((type) => objectType(type.name));
    const bare = [
      ...types.filter((type) => !type?.description).map((type) => type?.name),
      ...mirroredFields().filter(({ field }) => !field?.description),
    ];

    expect(bare).toEqual([]);
  });

  it('describes every scalar it uses', () => {
    const names = ['UInt32', 'UInt64', 'Int64', 'DateTime', 'JSON', 'IPAddress'];

    expect(names.filter((name) => !schema.getType(name)?.description)).toEqual([]);
  });
});

function mirroredFields() {
  return mirrorTypes().flatMap((type) =>
    type.fields.map(({ key }) => ({ path: `${type.name}.${key}`, field: graphQLField(type.name, key) })),
  );
}

function graphQLField(definition: string, key: string): GraphQLField<unknown, unknown> | undefined {
  return objectType(definition)?.getFields()[key.replaceAll('.', '_')];
}

function objectType(name: string): GraphQLObjectType | undefined {
  const type = schema.getType(name);
  return isObjectType(type) ? type : undefined;
}

function fieldsOf(contract: string): ContractField[] {
  const root = JSON.parse(readFileSync(new URL(`${contract}.json`, FOLDER), 'utf8')) as Node;
  const definitions = root.$defs ?? {};
  return Object.entries({ ...definitions, SecurityEvent: root }).flatMap(([definition, node]) =>
    Object.entries(node.properties ?? {}).map(([key, field]) => {
      const type = SPECIAL_TYPES[`${definition}.${key}`] ?? expectedType(field, definitions);
      return { contract, definition, key, type };
    }),
  );
}

function expectedType(node: Node | true, definitions: Readonly<Record<string, Node>>): string {
  if (node === true) return 'JSON';
  if (node.$ref !== undefined) {
    const name = node.$ref.replace('#/$defs/', '');
    const target = definitions[name];
    return target?.properties ? name : expectedType(target ?? {}, definitions);
  }
  if (node.type === 'string') return node.format === 'date-time' ? 'DateTime' : 'String';
  if (node.type === 'boolean') return 'Boolean';
  if (node.type === 'integer') return 'UInt32';
  // A list of anything may hold null.
  if (node.type === 'array' && node.items === true) return '[JSON]';
  if (node.type === 'array') return `[${expectedType(node.items ?? true, definitions)}!]`;
  return 'JSON';
}
