import { Field, Int, ObjectType } from 'type-graphql';
import { ProcessInstance } from '../types/process/process-instance.type.js';
import { LineageLimit } from './lineage-limit.enum.js';
import { PageInfo } from './page-info.type.js';

@ObjectType({ description: 'A process and its place in the list.' })
export class ProcessInstanceEdge {
  @Field(() => ProcessInstance, { description: 'The process.' })
  node!: ProcessInstance;

  @Field(() => String, { description: 'Place of the process, to go on from by `after` or `before`.' })
  cursor!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Generations between the two: 1 is a parent or a child. Absent where the list is not along a lineage.',
  })
  depth?: number | undefined;
}

@ObjectType({ description: 'A page of processes (Relay).' })
export class ProcessInstanceConnection {
  @Field(() => [ProcessInstanceEdge], { description: 'Processes with their cursors.' })
  edges!: ProcessInstanceEdge[];

  @Field(() => [ProcessInstance], { description: 'The same processes without cursors.' })
  nodes!: ProcessInstance[];

  @Field(() => PageInfo, { description: 'Whether there is more, and where.' })
  pageInfo!: PageInfo;

  @Field(() => Boolean, {
    description: 'Whether the list, all its pages together, has everything that is stored. `reason` says why not.',
  })
  isComplete!: boolean;

  @Field(() => LineageLimit, { nullable: true, description: 'Why the list is not complete. Absent where it is.' })
  reason?: string | undefined;
}
