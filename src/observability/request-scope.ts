import type { TraceSpan } from './tracing.js';

/**
 * What is known of the request that some work is done for. It goes along with the readers of the request, by hand:
 * AsyncLocalStorage made a page of fifty whole events take a fifth longer, since every promise would carry it.
 */
export interface RequestScope {
  readonly requestId: string;
  /** Pattern of its route. */
  readonly route: string;
  /** Name of the GraphQL operation, once it is known. */
  operation?: string;
  /** The span under which what happens now belongs. */
  span?: TraceSpan;
}
