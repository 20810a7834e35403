import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import { mergedFormat } from '#spoor/event-format/merged-format.js';

/** Fragments `EverySecurityEvent`, ...: every field of the mirror at every depth, a fragment a type. */
export function everyFieldFragments(): string {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  const fragments = new Map<string, string>();
  const add = (type: GraphQLObjectType): void => {
    if (fragments.has(type.name)) return;
    // Types refer to each other in no circle, but several refer to the same.
    const parts = mirroredFields(type).map(({ name, type: fieldType }) => {
      const named = getNamedType(fieldType);
      if (!isObjectType(named)) return name;
      add(named);
      return `${name} { ...Every${named.name} }`;
    });
    fragments.set(type.name, `fragment Every${type.name} on ${type.name} { ${parts.join(' ')} }`);
  };
  add(schema.getType('SecurityEvent') as GraphQLObjectType);
  return [...fragments.values()].join('\n');
}

/** Those that repeat the event's JSON; fields of ours stay out. */
function mirroredFields(type: GraphQLObjectType) {
  const keys = new Set([...(mergedFormat.get(type.name)?.fields.keys() ?? [])].map((key) => key.replaceAll('.', '_')));
  return Object.values(type.getFields()).filter(({ name }) => keys.has(name));
}
