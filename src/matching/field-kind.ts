import { definitionOf, type Definition, type FieldType } from '../event-format/merged-format.js';

/** What a field holds as a plain value. */
export type ValueKind = FieldType['kind'];

/** What a condition is about: an object of a definition, or an element of a list. */
export interface Subject {
  readonly definition?: Definition | undefined;
  readonly element?: FieldType;
}

/** Undefined for what no contract knows, and where contracts differ: how that is stored is not for the matcher to say. */
export function fieldType({ definition }: Subject, key: string): FieldType | undefined {
  const types = definition?.fields.get(key)?.types;
  return types?.length === 1 ? types[0]?.type : undefined;
}

export function subjectIn(type: FieldType | undefined): Subject {
  return type?.kind === 'object' ? { definition: definitionOf(type.definition) } : {};
}

/** Of the elements of a list. */
export function elementSubject(of: FieldType): Subject {
  return { ...subjectIn(of), element: of };
}

/**
 * Fields that may stand in a column of type `inet`, as `Definition.key`: PostgreSQL spells what is not IPv4 its own way.
 */
const ADDRESS_FIELDS: ReadonlySet<string> = new Set(['IPPort.ip']);

export function isAddressField({ definition }: Subject, key: string): boolean {
  return definition !== undefined && ADDRESS_FIELDS.has(`${definition.name}.${key}`);
}

/** The columns of an envelope, in the shape of a definition. */
export const ENVELOPE: Subject = {
  definition: {
    name: 'envelope',
    contracts: 0,
    fields: new Map(
      Object.entries({
        service: { kind: 'string' },
        status: { kind: 'string' },
        source: { kind: 'string' },
        tags: { kind: 'list', of: { kind: 'string' } },
      } satisfies Record<string, FieldType>).map(([key, type]) => {
        return [key, { key, types: [{ type, contracts: 0 }], contracts: 0, requiredBy: 0 }];
      }),
    ),
  },
};
