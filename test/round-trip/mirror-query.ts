import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { contractKeys } from './contract-keys.js';

/**
 * A query's selection of every field of the mirror at every depth, built from the GraphQL schema. Fields of ours stay out.
 *
 * @param style spelled out at every place, as generated clients do, or by one fragment a type
 */
export function mirrorSelection(schema: GraphQLSchema, style: 'inline' | 'fragments' = 'inline'): MirrorSelection {
  const fragments = new Map<string, string>();
  const select = (type: GraphQLObjectType): string => {
    const keys = contractKeys.get(type.name);
    const fields = Object.values(type.getFields()).filter(({ name }) => keys?.has(name));
    const parts = fields.map((field) => {
      const fieldType = getNamedType(field.type);
      return isObjectType(fieldType) ? `${field.name} { ${selectionOf(fieldType)} }` : field.name;
    });
    return parts.join(' ');
  };
  const selectionOf = (type: GraphQLObjectType): string => {
    if (style === 'inline') return select(type);
    if (!fragments.has(type.name)) {
      fragments.set(type.name, '');
      fragments.set(type.name, `fragment All${type.name} on ${type.name} { ${select(type)} }`);
    }
    return `...All${type.name}`;
  };
  const selection = selectionOf(schema.getType('SecurityEvent') as GraphQLObjectType);
  return { selection, fragments: [...fragments.values()].join('\n') };
}

export interface MirrorSelection {
  readonly selection: string;
  /** To stand behind the operation. */
  readonly fragments: string;
}
