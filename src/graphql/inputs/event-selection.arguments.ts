import { ArgsType, Field } from 'type-graphql';
import { all, type Filter } from '../../search/filter.js';
import { millisecondRange } from './date-time-range.input.js';
import { SecurityEventFilter } from './security-event-filter.input.js';

/** Which events: the arguments of everything that lists, counts or follows events. */
@ArgsType()
export class EventSelection {
  @Field(() => SecurityEventFilter, { nullable: true, description: 'Which events, in the shape of an event.' })
  filter?: SecurityEventFilter | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which events, in SECL, the language of the agent’s rules. With `filter`, both must hold.',
  })
  where?: string | null;
}

/** @throws AppError `input.invalid` */
export function selectedEvents({ filter }: EventSelection): Filter {
  return all([...(filter?.time ? [{ kind: 'time' as const, ...millisecondRange('filter.time', filter.time) }] : [])]);
}
