import { ArgsType, Field, Int } from 'type-graphql';
import { AppError } from '../../errors.js';

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 500;

/** The arguments of a Relay connection (GraphQL Cursor Connections Specification, section 4). */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description: `How many from the beginning, or behind \`after\`: 0 to ${MAX_PAGE}. Without \`first\` and \`last\`, ${DEFAULT_PAGE}.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the element before the page.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: `How many from the end, or before \`before\`: 0 to ${MAX_PAGE}.` })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the element behind the page.' })
  before?: string | null;
}

export interface PageSize {
  readonly isForward: boolean;
  readonly count: number;
}

/** @throws AppError `input.invalid` */
export function pageSize({ first, last }: PageArguments): PageSize {
  if (typeof first === 'number' && typeof last === 'number') {
    throw new AppError('input.invalid', `\`first\` is ${first} and \`last\` is ${last}; give only one of them`);
  }
  const [argument, count] = typeof last === 'number' ? ['last', last] : ['first', first ?? DEFAULT_PAGE];
  if (count < 0 || count > MAX_PAGE) {
    throw new AppError(
      'input.invalid',
      `\`${argument}\` is ${count}; it must be 0 to ${MAX_PAGE}, further pages come by cursor`,
    );
  }
  return { isForward: argument === 'first', count };
}
