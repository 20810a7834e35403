import { MOST_OF_TREE } from '../inputs/process-tree.arguments.js';
import { connectionCost } from './default-cost.js';
import type { Arguments, FieldCost } from './field-cost.js';

/** A page of all processes, found by whatever a filter says of them. */
export const INSTANCE_PAGE: FieldCost = connectionCost(20);

/** A walk up to the root, of which a page is shown. */
export const WAY_UP: FieldCost = connectionCost(5);

/** The same for what it tells about itself. */
export const WAY_UP_ALONE: FieldCost = { points: 5 };

/** A walk down to a thousand descendants, of which a page is shown. */
export const WAY_DOWN: FieldCost = connectionCost(50);

/** When a process was seen first and last: the events of two days are looked at. */
export const SIGHTINGS: FieldCost = { points: 2 };

export const EVENTS_BY_NAME: FieldCost = { points: 3 };

/** Every process that the drawing may have is found and counted, and its children too. */
export const PROCESS_TREE: FieldCost = {
  reads: ['ancestors', 'depth', 'children', 'maxNodes'],
  points: ({ given }) => 20 + nodes(given),
  objects: ({ given }) => nodes(given),
};

/** Itself and its ancestors are there in any case. */
function nodes(given: Arguments): number {
  const ancestors = asked(given, 'ancestors');
  const maxNodes = asked(given, 'maxNodes');
  let below = 0;
  let generation = 1;
  for (let depth = asked(given, 'depth'); depth > 0 && below < maxNodes; depth--) {
    generation *= asked(given, 'children');
    below += generation;
  }
  return Math.max(1 + ancestors, Math.min(1 + ancestors + below, maxNodes));
}

/** As far as it may go: what is asked for past it is refused. */
function asked(given: Arguments, name: keyof typeof MOST_OF_TREE): number {
  const value = given[name];
  return Math.min(Math.max(typeof value === 'number' ? value : 0, 0), MOST_OF_TREE[name]);
}
