import { Field, InputType } from 'type-graphql';
import { AppError } from '../../errors.js';
import { quote } from '../../node-id.js';
import type { InstanceFilter } from '../../lineage/instance-search.js';
import { UInt32 } from '../scalars/uint32.scalar.js';
import { ProcessIdentity } from '../types/process/process-instance.type.js';
import { DateTimeRange, millisecondRange } from './date-time-range.input.js';

@InputType({
  description:
    'Which processes to show. Everything given must hold of one and the same snapshot. `executablePath` and ' +
    '`containerId` have indexes; the others are best given together with a range of time.',
})
export class ProcessInstanceFilter {
  @Field(() => String, { nullable: true, description: 'Name of the machine.' })
  host?: string | null;

  @Field(() => UInt32, { nullable: true, description: 'Process id in the numbering of the host.' })
  pid?: number | null;

  @Field(() => String, { nullable: true, description: 'Path of the executable, whole and exact.' })
  executablePath?: string | null;

  @Field(() => String, { nullable: true, description: 'Short name that the kernel keeps, whole and exact.' })
  comm?: string | null;

  @Field(() => String, { nullable: true, description: 'Id of the container, whole and exact.' })
  containerId?: string | null;

  @Field(() => ProcessIdentity, { nullable: true, description: 'How surely snapshots are known to be of one process.' })
  identity?: ProcessIdentity | null;

  @Field(() => DateTimeRange, {
    nullable: true,
    description: 'When it started. Processes that are known only approximately have no start and are left out.',
  })
  started?: DateTimeRange | null;

  @Field(() => DateTimeRange, {
    nullable: true,
    description: 'When events showed it, to the day (UTC): the days that the range touches.',
  })
  seen?: DateTimeRange | null;
}

/** @throws AppError `input.invalid` for a range that ends before it starts, and for a text that no event can hold */
export function instanceFilter(input: ProcessInstanceFilter | null | undefined): InstanceFilter {
  const { host, pid, executablePath, comm, containerId, identity, started, seen } = input ?? {};
  for (const [name, text] of Object.entries({ host, executablePath, comm, containerId })) {
    if (!text?.includes('\0')) continue;
    throw new AppError('input.invalid', `\`filter.${name}\` is ${quote(text)}; no event holds a NUL, so leave it out`);
  }
  const given = { hostName: host, pid, executablePath, comm, containerId, identity };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null)),
    // Ids of processes without a start count as 1970.
    ...(started && { started: { from: 1, ...millisecondRange('filter.started', started) } }),
    ...(seen && { seen: millisecondRange('filter.seen', seen) }),
  };
}
