import { Field, ID, InputType, Int } from 'type-graphql';
import { MOST_REPLAYED } from '../../dead-letters/dead-letter-replay.js';
import type { LetterQuery } from '../../dead-letters/letter-query.js';
import { AppError } from '../../errors.js';
import { parseLetterId } from '../../node-id.js';
import { DeadLetterFilter, readDeadLetterFilter } from '../filters/dead-letter-filter.js';
import type { Input } from '../filters/input.js';

@InputType({ description: 'Which dead letters to try again: `ids`, `filter`, or both.' })
export class ReplayDeadLettersInput {
  @Field(() => [ID], { nullable: true, description: `These: at most ${MOST_REPLAYED}.` })
  ids?: string[] | null;

  @Field(() => DeadLetterFilter, { nullable: true, description: 'Those of which this holds; of `{}`, all.' })
  filter?: object | null;

  @Field(() => Int, {
    nullable: true,
    description: `At most so many in this call: 1 to ${MOST_REPLAYED}, the default.`,
  })
  limit?: number | null;
}

/** @throws AppError `input.invalid` */
export function readReplay({ ids, filter, limit }: ReplayDeadLettersInput): { query: LetterQuery; limit: number } {
  const most = limit ?? MOST_REPLAYED;
  if (most < 1 || most > MOST_REPLAYED) throw refusal(`\`limit\` is ${most}; give 1 to ${MOST_REPLAYED}`);
  if (!ids && !filter) throw refusal('Neither `ids` nor `filter` is given; `filter: {}` stands for all dead letters');
  if (ids && ids.length > MOST_REPLAYED)
    throw refusal(`\`ids\` has ${ids.length} elements; give at most ${MOST_REPLAYED}`);
  const query = readDeadLetterFilter(filter as Input | null | undefined, 'input.filter');
  return { query: { ...query, ...(ids && { ids: ids.map(parseLetterId) }) }, limit: most };
}

function refusal(sentence: string): AppError {
  return new AppError('input.invalid', sentence);
}
