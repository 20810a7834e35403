import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isComplete, type StoredLetter } from '../../dead-letters/dead-letter-store.js';
import { encodedBytes } from '../../dead-letters/letter-lines.js';
import { AppError } from '../../errors.js';
import { formatNodeId, parseLetterId, quote } from '../../node-id.js';
import { Requires } from '../access/requires.js';
import { LETTER_BYTES, LETTER_COUNTS, REPLAY } from '../cost/dead-letter-costs.js';
import { Costs, ONE_OBJECT } from '../cost/field-cost.js';
import { DeadLetterFilter, readDeadLetterFilter } from '../filters/dead-letter-filter.js';
import type { Input } from '../filters/input.js';
import { MOST_LETTER_BYTES, type GraphQLContext } from '../graphql-context.js';
import { readReplay, ReplayDeadLettersInput } from '../inputs/replay-dead-letters.input.js';
import { connectionType, type Connection } from '../pagination/connection-types.js';
import { deadLetterConnection } from '../pagination/dead-letter-connection.js';
import { PageArguments } from '../pagination/page-arguments.js';
import { DeadLetter, DeadLetterCount, DocumentBytes } from '../types/dead-letter/dead-letter.type.js';
import { ReplayDeadLettersPayload } from '../types/dead-letter/replay-dead-letters.payload.js';

const DeadLetterConnection = connectionType(DeadLetter, 'DeadLetter', 'dead letters');

const FILTER = 'Only those of which this holds.';

const SHOWN_BYTES = MOST_LETTER_BYTES - 1;

@Resolver(() => DeadLetter)
export class DeadLetterResolver {
  @Requires('deadletters:read')
  @Query(() => DeadLetterConnection, {
    description: 'Documents that could not be stored as events, the newest first, by pages.',
  })
  deadLetters(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => DeadLetterFilter, { nullable: true, description: FILTER }) filter: object | null,
    @Ctx() { deadLetters, principal: { hosts } }: GraphQLContext,
  ): Promise<Connection<DeadLetter>> {
    const query = { ...readDeadLetterFilter(filter as Input), hosts };
    return deadLetterConnection(deadLetters.store, query, page, deadLetter);
  }

  @Requires('deadletters:read')
  @Costs(ONE_OBJECT)
  @Query(() => DeadLetter, {
    nullable: true,
    description: 'One dead letter by its id. An id that none has is the error `NOT_FOUND`.',
  })
  async deadLetter(
    @Arg('id', () => ID, { description: 'The `id` of a dead letter.' }) id: string,
    @Ctx() { deadLetters, principal: { hosts } }: GraphQLContext,
  ): Promise<DeadLetter> {
    const found = await deadLetters.store.byId(parseLetterId(id), hosts);
    if (found) return deadLetter(found);
    throw new AppError('event.not_found', `No dead letter has the id ${quote(id)}; it may be an event by now`);
  }

  @Requires('deadletters:read')
  @Costs(LETTER_COUNTS)
  @Query(() => [DeadLetterCount], {
    description: 'How many dead letters there are by reason, the most frequent first.',
  })
  deadLetterCounts(
    @Arg('filter', () => DeadLetterFilter, { nullable: true, description: FILTER }) filter: object | null,
    @Ctx() { deadLetters, principal: { hosts } }: GraphQLContext,
  ): Promise<DeadLetterCount[]> {
    return deadLetters.store.counts({ ...readDeadLetterFilter(filter as Input), hosts });
  }

  @Requires('deadletters:replay')
  @Costs(REPLAY)
  @Mutation(() => ReplayDeadLettersPayload, {
    description:
      'Tries dead letters again, after a fix or with a new contract. What is an event now is stored and is a dead ' +
      'letter no longer; what is none yet stays, with the new reason. To call it twice, or in two places at once, ' +
      'stores nothing twice.',
  })
  async replayDeadLetters(
    @Arg('input', () => ReplayDeadLettersInput, { description: 'Which.' }) input: ReplayDeadLettersInput,
    @Ctx() { deadLetters, principal: { hosts }, audit, actor }: GraphQLContext,
  ): Promise<ReplayDeadLettersPayload> {
    const { query, limit } = readReplay(input);
    const { stillRefused, ...counts } = await deadLetters.replay.replay({ ...query, hosts }, limit);
    const details = { ...counts, stillRefused: stillRefused.length };
    await audit.record({ ...actor, action: 'DEAD_LETTERS_REPLAYED', details });
    return {
      ...counts,
      stillRefused: stillRefused.map((refused) => ({ ...refused, id: formatNodeId('letter', refused.id) })),
    };
  }

  @Extensions({ sensitive: true })
  @Costs(LETTER_BYTES)
  @FieldResolver(() => DocumentBytes, {
    nullable: true,
    description:
      `The bytes that came, up to ${SHOWN_BYTES} of them: documents hold what events hold. Sensitive: shown only with ` +
      'the scope `events:read-sensitive`.',
  })
  async raw(
    @Root() { id }: DeadLetter,
    @Ctx() { deadLetters, sensitive }: GraphQLContext,
  ): Promise<DocumentBytes | null> {
    if (!sensitive.may('DeadLetter.raw')) return null;
    const bytes = await deadLetters.bytes.load(parseLetterId(id));
    if (!bytes) return null;
    const isCut = bytes.length > SHOWN_BYTES;
    return { ...encodedBytes(isCut ? beginning(bytes) : bytes), isCut };
  }
}

/** Not in the middle of a character. */
function beginning(bytes: Buffer): Buffer {
  let end = SHOWN_BYTES;
  while (end > SHOWN_BYTES - 4 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

function deadLetter(letter: StoredLetter): DeadLetter {
  const { host, ...rest } = letter;
  return {
    ...rest,
    id: formatNodeId('letter', letter.id),
    host: { id: formatNodeId('host', host.id), name: host.name },
    isComplete: isComplete(letter),
  };
}
