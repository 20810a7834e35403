import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { StoredEnvelope } from '../../events/envelope-store.js';
import type { StoredEvent } from '../../events/stored-event.js';
import { eventOf, type EventSource } from '../event-source.js';
import type { GraphQLContext } from '../graphql-context.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { EventEnvelope } from '../types/envelope/event-envelope.type.js';
import { SecurityEvent } from '../types/event/security-event.type.js';

const ABSENT = 'Absent of events that did not come by way of an agent.';

/** What came around an event. */
@Resolver(() => SecurityEvent)
export class EventEnvelopeResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: `The service that the agent files its events under. ${ABSENT}`,
  })
  async service(@Root() source: EventSource, @Ctx() context: GraphQLContext): Promise<string | null> {
    return (await envelopeOf(source, context))?.service ?? null;
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description: `The tags that the agent gives its events: of the host, the container, the rule. ${ABSENT}`,
  })
  async tags(@Root() source: EventSource, @Ctx() context: GraphQLContext): Promise<readonly string[] | null> {
    return (await envelopeOf(source, context))?.tags ?? null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: `When the agent encoded it for sending, by the host's clock; sending it again does not change that. ${ABSENT}`,
  })
  sentAt(@Root() source: EventSource): Date | null {
    return (eventOf(source) as StoredEvent).sentAt;
  }

  @FieldResolver(() => EventEnvelope, { nullable: true, description: `What else came around it. ${ABSENT}` })
  envelope(@Root() source: EventSource, @Ctx() context: GraphQLContext): Promise<StoredEnvelope | null> {
    return envelopeOf(source, context);
  }
}

async function envelopeOf(source: EventSource, { envelopes }: GraphQLContext): Promise<StoredEnvelope | null> {
  const { envelopeId } = eventOf(source) as StoredEvent;
  return envelopeId === null ? null : envelopes.load(envelopeId);
}
