import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'How much is known of the way from a process up to the root: what is missing is said here.',
})
export class Lineage {
  @Field(() => Boolean, {
    description:
      'Whether the lineage reaches a process that nobody started: pid 1, one whose `ppid` is 0, or a worker of the kernel.',
  })
  isComplete!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether an event of the process had more than 200 ancestors, so that the agent left out the middle. Other events ' +
      'may fill the gap: `isComplete` says whether they do.',
  })
  truncated!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the last process that is known has a `ppid`, but its parent is not known.',
  })
  missingParent!: boolean;
}

@ObjectType({ description: 'How much is known of the way from a process up to the root, from all events together.' })
export class StoredLineage extends Lineage {
  @Field(() => Boolean, {
    description:
      'Whether events name different parents of this process. `parent` is then the exactly known one of the newest ' +
      'snapshot, and the process stands among the `children` of each.',
  })
  contradictory!: boolean;
}
