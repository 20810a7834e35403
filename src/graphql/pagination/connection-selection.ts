import { EVERYTHING, type Filter } from '../../search/filter.js';

const SELECTION = Symbol('selection');

/** Lets a connection remember what it is a page of, for those of its fields that are about all pages. */
export function withSelection<T extends object>(connection: T, selection: Filter): T {
  return Object.defineProperty(connection, SELECTION, { value: selection });
}

export function selectionOf(connection: object): Filter {
  return (connection as { readonly [SELECTION]?: Filter })[SELECTION] ?? EVERYTHING;
}
