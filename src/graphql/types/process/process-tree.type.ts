import { Field, ID, Int, ObjectType } from 'type-graphql';
import { LineageLimit } from '../../pagination/lineage-limit.enum.js';

@ObjectType({ description: 'Events of one name.' })
export class EventCount {
  @Field(() => String, { nullable: true, description: '`evt.name`. Absent for events without one.' })
  name?: string | undefined;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({ description: 'A process in a drawing.' })
export class ProcessTreeNode {
  /** The instance's UUID. */
  readonly uuid!: string;

  @Field(() => ID, { description: '`id` of the process, as `edges` name it.' })
  readonly id!: string;

  @Field(() => Int, { description: '0 is the process that was asked for; below it 1, 2, ...; above it -1, -2, ...' })
  depth!: number;

  @Field(() => Int, { description: 'How many children are stored.' })
  childCount!: number;

  @Field(() => Int, {
    description: 'How many of these the drawing leaves out. Of an ancestor it shows only the child on the way down.',
  })
  collapsedChildren!: number;
}

@ObjectType({ description: 'Who started whom.' })
export class ProcessTreeEdge {
  @Field(() => ID, { description: '`id` of the process that started the other.' })
  parent!: string;

  @Field(() => ID, { description: '`id` of the process that was started.' })
  child!: string;
}

@ObjectType({
  description:
    'The surroundings of a process, ready to draw: its ancestors, itself, and its descendants. Where there are too many ' +
    'to show, they are counted; the process and the way down to it are always there.',
})
export class ProcessTree {
  @Field(() => [ProcessTreeNode], { description: 'From the top down; processes of one depth by their start.' })
  nodes!: ProcessTreeNode[];

  @Field(() => [ProcessTreeEdge], { description: 'Between the nodes.' })
  edges!: ProcessTreeEdge[];

  @Field(() => Boolean, {
    description: 'Whether all known ancestors and descendants are there. Siblings of the way down are left out always.',
  })
  isComplete!: boolean;

  @Field(() => LineageLimit, { nullable: true, description: 'Why it is not complete. Absent where it is.' })
  reason?: string | undefined;
}
