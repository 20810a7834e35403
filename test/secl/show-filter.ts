import type { Filter, Test } from '../../src/search/filter.js';

/** A filter as one line, so that a table of them can be read: `file.path eq "/etc/passwd"`. */
export function showFilter(filter: Filter, path = ''): string {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return showGroup(filter, path);
    case 'not':
      return `not ${showFilter(filter.filter, path)}`;
    case 'inside':
      return showFilter(filter.filter, `${path}${filter.key}.`);
    case 'some':
    case 'every':
    case 'none':
      return `${filter.kind}(${path}${filter.key}${filter.beyondEvent ? '+' : ''}: ${showFilter(filter.filter)})`;
    case 'exists':
      return `exists(${path}${filter.key})`;
    case 'isEmpty':
      return `isEmpty(${path}${filter.key})`;
    case 'value':
      return `${path}${filter.key} ${showTest(filter.test)}`;
    case 'element':
      return showTest(filter.test);
    case 'count':
      return `count(${path}${filter.key}) ${filter.comparison} ${filter.value}`;
    case 'joined':
      return `joined(${path}${filter.key}, ${JSON.stringify(filter.separator)}) ${showTest(filter.test)}`;
    case 'age':
      return `age(${path}${filter.key}) ${filter.comparison} ${filter.nanoseconds / 1_000_000n}ms`;
    case 'compare':
      return `${path}${filter.left.join('.')} ${filter.comparison} ${path}${filter.right.join('.')}`;
    case 'hostName':
      return `host ${showTest(filter.test)}`;
    case 'eventKind':
      return `kind ${filter.kinds.join(' ')}`;
    default:
      return JSON.stringify(filter);
  }
}

function showGroup({ kind, filters }: Extract<Filter, { kind: 'all' | 'any' }>, path: string): string {
  if (!filters.length) return kind === 'all' ? 'everything' : 'nothing';
  return `(${filters.map((part) => showFilter(part, path)).join(kind === 'all' ? ' and ' : ' or ')})`;
}

function showTest(test: Test): string {
  const marks = 'ignoreCase' in test && test.ignoreCase ? ' (any case)' : '';
  switch (test.operator) {
    case 'eq':
      return `eq ${show(test.value)}${marks}`;
    case 'in':
      return `in [${test.values.map(show).join(' ')}]${marks}`;
    case 'matches':
      return `matches /${test.pattern}/${marks}`;
    case 'glob':
      return `${test.isPath ? 'path ' : ''}glob ${test.pattern}${marks}`;
    case 'within':
      return `within [${test.networks.join(' ')}]`;
    case 'bits':
      return `bits ${test.mask} ${test.comparison} ${test.value}`;
    case 'length':
      return `length ${test.comparison} ${test.value}`;
    case 'containsJson':
      return `contains ${test.json}`;
    default:
      return `${test.operator} ${show(test.value)}${marks}`;
  }
}

function show(value: string | bigint | boolean): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
