import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { fittingField, isFitted } from '../events/mirror-view.js';
import { REFERENCES, type Fragment } from '../storage/read-row.js';
import type { GraphQLContext } from './graphql-context.js';
import { mirrorTypes } from './mirror.js';
import { selectedNames } from './selected-names.js';

/**
 * Lets the fields of the mirror that point to another mirror type follow references through the loaders. All other
 * mirror fields are plain properties of their fragment.
 */
export function resolveReferences(schema: GraphQLSchema): void {
  const mirrorClasses = new Set<object>(mirrorTypes().map(({ target }) => target));
  for (const { name, fields } of mirrorTypes()) {
    const graphqlFields = (schema.getType(name) as GraphQLObjectType).getFields();
    for (const field of fields) {
      const type = [field.typeThunk()].flat()[0] as object;
      const graphqlField = graphqlFields[field.name];
      if (graphqlField && mirrorClasses.has(type)) graphqlField.resolve = referenceResolver(name, field.key);
    }
  }
}

function referenceResolver(definition: string, key: string): GraphQLFieldResolver<Fragment, GraphQLContext> {
  return (source, _arguments, { snapshots }, info) => {
    if (!source[REFERENCES]?.[key]) return source[key];
    const names = selectedNames(info);
    const value = snapshots.value(source, key, (wanted) => names.has(wanted));
    return isFitted(source) ? value.then((loaded) => fittingField(loaded, definition, key)) : value;
  };
}
