import { Field, ObjectType } from 'type-graphql';
import { Costs, PAID_WITH_ITS_PAGE } from '../cost/field-cost.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { Process } from '../types/process/process.type.js';
import { PageInfo } from './page-info.type.js';

@ObjectType({ description: 'A state of a process, as events of one day reported it.' })
export class ProcessSnapshotEdge {
  @Costs(PAID_WITH_ITS_PAGE)
  @Field(() => Process, { description: 'The process as reported.' })
  node!: object;

  @Field(() => DateTime, { description: 'Midnight (UTC) of the day whose events reported it.' })
  day!: Date;

  @Field(() => String, { description: 'Place of the state, to go on from by `after` or `before`.' })
  cursor!: string;
}

@ObjectType({ description: 'A page of the states of one process (Relay).' })
export class ProcessSnapshotConnection {
  @Field(() => [ProcessSnapshotEdge], { description: 'States with their cursors.' })
  edges!: ProcessSnapshotEdge[];

  @Costs(PAID_WITH_ITS_PAGE)
  @Field(() => [Process], { description: 'The same states without cursors.' })
  nodes!: object[];

  @Field(() => PageInfo, { description: 'Whether there is more, and where.' })
  pageInfo!: PageInfo;
}
