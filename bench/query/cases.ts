import { ancestorName } from './cases/ancestor-name.js';
import { descendants } from './cases/descendants.js';
import { facets } from './cases/facets.js';
import { histogram, histogramByRule } from './cases/histograms.js';
import { newestInFull } from './cases/newest-in-full.js';
import { onePath } from './cases/one-path.js';
import { pages } from './cases/pages.js';
import { ruleAndHour } from './cases/rule-and-hour.js';
import type { QueryCase } from './query-case.js';

/** The questions, in the order in which they are asked and shown. */
export function queryCases(events: number, only: readonly string[]): readonly QueryCase[] {
  const cases = [
    newestInFull,
    ruleAndHour,
    ancestorName,
    onePath,
    descendants,
    histogram,
    histogramByRule,
    facets,
    ...pages(events),
  ];
  const names = cases.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no case "${unknown}"; there are ${names.join(', ')}`);
  return only.length ? cases.filter(({ name }) => only.includes(name)) : cases;
}
