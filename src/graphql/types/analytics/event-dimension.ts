import { registerEnumType } from 'type-graphql';
import { DIMENSIONS, dimensionNames, type DimensionName } from '../../../analytics/dimensions.js';

/** The dimensions of `src/analytics/dimensions.ts`, as GraphQL has them. */
export const EventDimension = Object.fromEntries(dimensionNames.map((name) => [name, name])) as {
  readonly [Name in DimensionName]: Name;
};

registerEnumType(EventDimension, {
  name: 'EventDimension',
  description: 'Something of an event by whose values events are grouped and counted.',
  valuesConfig: Object.fromEntries(
    dimensionNames.map((name) => {
      const { description } = DIMENSIONS[name];
      const kept = 'counted' in DIMENSIONS[name] ? ' Ingest keeps counts by it, so it is fast at any size.' : '';
      return [name, { description: `${description}${kept}` }];
    }),
  ),
});
