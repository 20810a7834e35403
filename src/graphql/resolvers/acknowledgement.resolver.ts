import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { MOST_HISTORY, type Acknowledgement as StoredAcknowledgement } from '../../acknowledgements/acknowledgement.js';
import { AppError } from '../../errors.js';
import type { StoredEvent } from '../../events/stored-event.js';
import { formatNodeId } from '../../node-id.js';
import { Requires } from '../access/requires.js';
import { ACKNOWLEDGE, HISTORY } from '../cost/acknowledgement-costs.js';
import { Costs, ONE_OBJECT } from '../cost/field-cost.js';
import { eventOf, type EventSource } from '../event-source.js';
import type { GraphQLContext } from '../graphql-context.js';
import { AcknowledgeEventsInput, readAcknowledgement } from '../inputs/acknowledge-events.input.js';
import { AcknowledgeEventsPayload } from '../types/acknowledgement/acknowledge-events.payload.js';
import { Acknowledgement } from '../types/acknowledgement/acknowledgement.type.js';
import { SecurityEvent } from '../types/event/security-event.type.js';

/** What people and playbooks say of events. */
@Resolver(() => SecurityEvent)
export class AcknowledgementResolver {
  @Requires('events:acknowledge')
  @Costs(ACKNOWLEDGE)
  @Mutation(() => AcknowledgeEventsPayload, {
    description:
      'Says of events that somebody has seen them, works on them, or is done with them. The events stay as they are; each ' +
      'gets an entry in its history. To say the same again, as the same API token or person, adds none.',
  })
  async acknowledgeEvents(
    @Arg('input', () => AcknowledgeEventsInput, { description: 'What of which.' }) input: AcknowledgeEventsInput,
    @Ctx() { acknowledgements, principal: { kind, id, name } }: GraphQLContext,
  ): Promise<AcknowledgeEventsPayload> {
    const { ids, note } = readAcknowledgement(input);
    const by = { kind, id, name };
    const { found, changed } = await acknowledgements.store.add({ ids, note, status: input.status, by });
    const known = new Set(found);
    return {
      acknowledged: found.length,
      changed: changed.length,
      unknown: ids.filter((uuid) => !known.has(uuid)).map((uuid) => formatNodeId('event', uuid)),
    };
  }

  @Costs(ONE_OBJECT)
  @FieldResolver(() => Acknowledgement, {
    nullable: true,
    description: 'What somebody said of it last; absent as long as nobody did.',
  })
  async acknowledgement(
    @Root() source: EventSource,
    @Ctx() { acknowledgements }: GraphQLContext,
  ): Promise<Acknowledgement | undefined> {
    const last = await acknowledgements.loaders.current.load(idOf(source));
    return last && shown(last);
  }

  @Costs(HISTORY)
  @FieldResolver(() => [Acknowledgement], {
    description: 'All that was said of it, the newest first. Entries are added and never changed.',
  })
  async acknowledgements(
    @Root() source: EventSource,
    @Arg('first', () => Int, { defaultValue: 20, description: `At most so many: 1 to ${MOST_HISTORY}.` })
    first: number,
    @Ctx() { acknowledgements }: GraphQLContext,
  ): Promise<Acknowledgement[]> {
    if (first < 1 || first > MOST_HISTORY) {
      throw new AppError('input.invalid', `\`first\` is ${first}; give 1 to ${MOST_HISTORY}`);
    }
    return (await acknowledgements.loaders.history(first).load(idOf(source))).map(shown);
  }
}

function idOf(source: EventSource): string {
  return (eventOf(source) as StoredEvent).id;
}

/** An API token is named as `apiTokens` names it. */
function shown({ by, ...said }: StoredAcknowledgement): Acknowledgement {
  return { ...said, by: by.kind === 'API_TOKEN' ? { ...by, id: formatNodeId('token', by.id) } : by };
}
