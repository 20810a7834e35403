import type { Filter } from './filter.js';
import type { WideScope } from './scope.js';

/** Whose keys a condition is about. What is about none belongs to either. */
export function sideOf(filter: Filter, scope: WideScope): 'own' | 'base' | 'both' {
  const keys = [...keysOf(filter)];
  const own = keys.filter((key) => key !== INSTANCE && scope.ownKeys.has(key)).length;
  if (own === keys.length) return 'own';
  return own ? 'both' : 'base';
}

/** Stands for the instance, which every process row has. */
const INSTANCE = Symbol('instance');

function* keysOf(filter: Filter): Generator<string | typeof INSTANCE> {
  switch (filter.kind) {
    case 'all':
    case 'any':
      for (const part of filter.filters) yield* keysOf(part);
      break;
    case 'not':
      yield* keysOf(filter.filter);
      break;
    case 'instance':
      yield INSTANCE;
      break;
    case 'compare':
      yield* [filter.left[0], filter.right[0]].filter((key) => key !== undefined);
      break;
    default:
      if ('key' in filter) yield filter.key;
  }
}
