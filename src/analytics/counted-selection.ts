import type { Filter, Test } from '../search/filter.js';
import { timeRange, type TimeRange } from '../search/time-range.js';
import type { CountedDimension } from '../storage/counted-dimension.js';
import { dimension, dimensionNames, type DimensionName } from './dimensions.js';

/** A filter that the counts of ingest can answer: a time range, and at most one dimension with one of these values. */
export interface CountedSelection {
  readonly range: TimeRange;
  readonly only?: CountedValues;
}

export interface CountedValues {
  readonly dimension: CountedDimension;
  /** As they are counted; of hosts the numbers, or the names where `areHostNames`. */
  readonly values: readonly string[];
  readonly areHostNames: boolean;
}

/** What a filter says, if it is no more than the counts know; undefined if events have to be read. */
export function countedSelection(filter: Filter): CountedSelection | undefined {
  const [first, ...others] = conjuncts(filter).filter(({ kind }) => kind !== 'time');
  if (others.length) return undefined;
  const range = timeRange(filter);
  if (!first) return { range };
  const only = valuesIn(first, []);
  return only && { range, only };
}

/** Whether ingest has counted already what a filter asks for, by the values of a dimension or altogether. */
export function isCounted(filter: Filter, groupBy: DimensionName | undefined): boolean {
  const selection = countedSelection(filter);
  if (!selection || !groupBy) return selection !== undefined;
  const { counted } = dimension(groupBy);
  return counted !== undefined && (!selection.only || selection.only.dimension === counted);
}

/** The conditions that must all hold. */
function conjuncts(filter: Filter): Filter[] {
  return filter.kind === 'all' ? filter.filters.flatMap(conjuncts) : [filter];
}

/** @param path of the object that the filter is about */
function valuesIn(filter: Filter, path: readonly string[]): CountedValues | undefined {
  switch (filter.kind) {
    case 'all':
      return filter.filters.length === 1 ? valuesIn(filter.filters[0] as Filter, path) : undefined;
    case 'any':
      return union(filter.filters.map((inner) => valuesIn(inner, path)));
    case 'inside':
      return valuesIn(filter.filter, [...path, filter.key]);
    case 'value':
      return of(countedPath([...path, filter.key]), texts(filter.test));
    case 'eventKind':
      return of('KIND', filter.kinds);
    case 'hostId':
      return of('HOST', filter.ids.map(String));
    case 'hostName':
      return of('HOST', texts(filter.test), true);
    default:
      return undefined;
  }
}

function of(
  counted: CountedDimension | undefined,
  values: readonly string[] | undefined,
  areHostNames = false,
): CountedValues | undefined {
  return counted && values && { dimension: counted, values, areHostNames };
}

function union(all: readonly (CountedValues | undefined)[]): CountedValues | undefined {
  const [first] = all;
  const values: string[] = [];
  for (const one of all) {
    if (!first || one?.dimension !== first.dimension || one.areHostNames !== first.areHostNames) return undefined;
    values.push(...one.values);
  }
  return first && { ...first, values };
}

function countedPath(path: readonly string[]): CountedDimension | undefined {
  const name = dimensionNames.find((candidate) => {
    const known = dimension(candidate).path;
    return typeof known !== 'string' && known.join('\0') === path.join('\0');
  });
  return name && dimension(name).counted;
}

function texts(test: Test): readonly string[] | undefined {
  if ((test.operator !== 'eq' && test.operator !== 'in') || test.ignoreCase) return undefined;
  const values = test.operator === 'eq' ? [test.value] : test.values;
  return values.every(isStorable) ? values : undefined;
}

/** What Postgres has no text for is left to the search, which knows that nothing has it. */
function isStorable(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}
