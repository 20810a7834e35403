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
  const groups = new Map<string, Filter[]>();
  for (const filter of flatten(kind, filters)) {
    // What cannot stand with anything is a group of its own.
    const key = groupOf(kind, filter) ?? `${groups.size}`;
    groups.set(key, [...(groups.get(key) ?? []), filter]);
  }
  const gathered = [...groups.values()].map((group) => (group.length > 1 ? joined(kind, group as Below[]) : group[0]));
  return (kind === 'all' ? all : any)(gathered as Filter[]);
}

type Below = Extract<Filter, { kind: 'inside' | 'some' }>;

/** Conditions on one object are one condition. So are alternatives for some element, but not what may hold of two. */
function groupOf(kind: Gathering, filter: Filter): string | undefined {
  if (filter.kind === 'inside') return `inside ${filter.key}`;
  if (filter.kind !== 'some' || kind === 'all') return undefined;
  return `some ${filter.key} ${filter.beyondEvent ?? false}`;
}

function joined(kind: Gathering, group: readonly Below[]): Filter {
  return {
    ...(group[0] as Below),
    filter: gather(
      kind,
      group.map(({ filter }) => filter),
    ),
  };
}

function flatten(kind: Gathering, filters: readonly Filter[]): Filter[] {
  return filters.flatMap((filter) => (filter.kind === kind ? flatten(kind, filter.filters) : [filter]));
}
