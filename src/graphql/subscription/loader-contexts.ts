import { Deadline } from '../../database/deadline.js';
import type { GraphQLContext } from '../graphql-context.js';

/** Milliseconds for which items share their loaders: what comes together is loaded together. */
const LIFE = 250;

export type ContextMaker = (deadline: Deadline) => Promise<GraphQLContext>;

/**
 * Contexts that items are executed in, shared for a moment by all items of those who may see the same: a batch that a
 * hundred subscriptions find something in is loaded by a handful of statements, not by a hundred times as many.
 */
export class LoaderContexts {
  private readonly contexts = new Map<string, Promise<GraphQLContext>>();

  /** @param patience milliseconds that statements get when no further item joins */
  constructor(private readonly patience: number) {}

  /** @param access stands for everything that what one sees depends on */
  of(access: string, make: ContextMaker): Promise<GraphQLContext> {
    const known = this.contexts.get(access);
    if (known) return known;
    const deadline = new Deadline();
    const context = make(deadline);
    this.contexts.set(access, context);
    const forget = (): void => {
      if (this.contexts.get(access) === context) this.contexts.delete(access);
    };
    context.catch(forget);
    setTimeout(forget, LIFE).unref();
    setTimeout(() => deadline.pass(), LIFE + this.patience).unref();
    return context;
  }
}
