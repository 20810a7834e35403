import { all, any, not, type Filter } from './filter.js';

/**
 * The same condition with fewer steps: conditions that are about one object stand together under it, so that it is
 * looked up once, and the planner sees them together.
 */
export function normalizeFilter(filter: Filter): Filter {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return gather(filter.kind, filter.filters.map(normalizeFilter));
    case 'not': {
      const inner = normalizeFilter(filter.filter);
      return inner.kind === 'not' ? inner.filter : not(inner);
    }
    case 'inside':
    case 'some':
    case 'every':
    case 'none':
      return { ...filter, filter: normalizeFilter(filter.filter) };
    default:
      return filter;
  }
}

type Gathering = 'all' | 'any';

function gather(kind: Gathering, filters: readonly Filter[]): Filter {
  const combine = kind === 'all' ? all : any;
  const insides = new Map<string, Filter[]>();
  const gathered: (Filter | string)[] = [];
  for (const filter of flatten(kind, filters)) {
    if (filter.kind !== 'inside') {
      gathered.push(filter);
      continue;
    }
    const together = insides.get(filter.key);
    if (together) together.push(filter.filter);
    else {
      insides.set(filter.key, [filter.filter]);
      gathered.push(filter.key);
    }
  }
  return combine(
    gathered.map((entry) => {
      if (typeof entry !== 'string') return entry;
      const together = insides.get(entry) as Filter[];
      return {
        kind: 'inside',
        key: entry,
        filter: together.length > 1 ? gather(kind, together) : (together[0] as Filter),
      };
    }),
  );
}

function flatten(kind: Gathering, filters: readonly Filter[]): Filter[] {
  return filters.flatMap((filter) => (filter.kind === kind ? flatten(kind, filter.filters) : [filter]));
}
