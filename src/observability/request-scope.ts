import { AsyncLocalStorage } from 'node:async_hooks';
import type { TraceSpan } from './tracing.js';

/** What is known of the request that some code runs for, wherever that code is. */
export interface RequestScope {
  readonly requestId: string;
  /** Pattern of its route. */
  readonly route: string;
  /** Name of the GraphQL operation, once it is known. */
  operation?: string;
  /** The span under which what happens now belongs. */
  span?: TraceSpan;
}

const scopes = new AsyncLocalStorage<RequestScope>();

/** Undefined outside of requests. */
export function requestScope(): RequestScope | undefined {
  return scopes.getStore();
}

/** Everything that starts in `work` belongs to the request. */
export function runInScope<T>(scope: RequestScope, work: () => T): T {
  return scopes.run(scope, work);
}
