import { ArgsType, Field } from 'type-graphql';
import type { Filter } from '../../search/filter.js';
import { compileSecl } from '../../secl/compile-secl.js';
import type { SensitiveReads } from '../access/sensitive-reads.js';
import { both, readEventFilter } from '../filters/read-event-filter.js';
import { MOST } from '../limits/most.js';
import { tooComplex } from '../limits/too-complex.js';
import { SecurityEventFilter, type SecurityEventFilterInput } from '../filters/security-event-filter.js';

/** Which events: the arguments of everything that lists, counts or follows events. */
@ArgsType()
export class EventSelection {
  @Field(() => SecurityEventFilter, { nullable: true, description: 'Which events, in the shape of an event.' })
  filter?: SecurityEventFilterInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which events, in SECL, the language of the agent’s rules. With `filter`, both must hold.',
  })
  where?: string | null;
}

/**
 * @throws AppError `input.invalid`, `query.too_complex` for what is too long, `auth.forbidden` for a condition on what the
 *   asker may not see
 */
export function selectedEvents(selection: EventSelection, sensitive: SensitiveReads): Filter {
  const selected = readSelection(selection);
  sensitive.checkFilter(selected);
  return selected;
}

/** The same without a look at who asks: only to know what the question takes. */
export function readSelection({ filter, where }: EventSelection): Filter {
  return both(filter ? readEventFilter(filter) : undefined, typeof where === 'string' ? readWhere(where) : undefined);
}

function readWhere(where: string): Filter {
  if (where.length > MOST.where) throw tooComplex('where', '`where`', where.length);
  return compileSecl(where);
}
