import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { formatNodeId } from '../../../node-id.js';
import type { StoredInstance } from '../../../lineage/instance-store.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { UInt32 } from '../../scalars/uint32.scalar.js';
import { Host } from '../host/host.type.js';
import { Node } from '../node.type.js';

export enum ProcessIdentity {
  EXACT = 'EXACT',
  APPROXIMATE = 'APPROXIMATE',
}

registerEnumType(ProcessIdentity, {
  name: 'ProcessIdentity',
  description: 'How surely snapshots are known to be of one process.',
  valuesConfig: {
    EXACT: { description: 'Host, pid and the moment of its exec, or fork, name it.' },
    APPROXIMATE: {
      description:
        'No event gave a time, so host, pid, executable path and `comm` have to do: two processes that agree in these ' +
        'look like one.',
    },
  },
});

@ObjectType({
  implements: Node,
  description:
    'The process behind the snapshots of many events and days: one image, from one exec to the next. What events say ' +
    'of it is merged; where they disagree, the newest counts. Its `id` sorts by its start.',
})
export class ProcessInstance extends Node {
  /** For our own use. */
  readonly stored!: StoredInstance;

  @Field(() => ProcessIdentity, { description: 'How surely its snapshots are known to be of one process.' })
  readonly identity!: string;

  @Field(() => Host, { description: 'The machine it runs on.' })
  readonly host!: Host;

  @Field(() => UInt32, { nullable: true, description: 'Process id in the numbering of the host.' })
  readonly pid?: number | undefined;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When its image started: `exec_time`, else `fork_time`. Absent where `identity` is APPROXIMATE.',
  })
  readonly startTime?: string | undefined;

  @Field(() => DateTime, { nullable: true, description: 'When it ended. Absent as long as no event has said so.' })
  readonly exitTime?: string | undefined;
}

/** What the resolvers of a `ProcessInstance` see. */
export function instanceSource(stored: StoredInstance): ProcessInstance {
  const { id, host, identity, pid, startTime, exitTime } = stored;
  return {
    stored,
    id: formatNodeId('instance', id),
    identity,
    host: { id: formatNodeId('host', host.id), name: host.name },
    pid,
    startTime,
    exitTime,
  };
}
