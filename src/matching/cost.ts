import type { Filter, Test } from '../search/filter.js';

/** How dear a condition is to look at, roughly: to put the cheap ones first. */
export function costOf(filter: Filter): number {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.filters.reduce((sum, part) => sum + costOf(part), 0);
    case 'not':
    case 'inside':
      return costOf(filter.filter) + 1;
    case 'some':
    case 'every':
    case 'none':
      return 10 * costOf(filter.filter) + 10;
    case 'value':
    case 'element':
      return testCost(filter.test);
    case 'joined':
      return 20 + testCost(filter.test);
    case 'age':
      return 20;
    case 'compare':
      return 4;
    default:
      return 1;
  }
}

function testCost({ operator }: Test): number {
  switch (operator) {
    case 'matches':
      return 50;
    case 'glob':
    case 'within':
      return 5;
    default:
      return 2;
  }
}
