import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { FileKey } from '../../../analytics/pivots.js';
import { IPAddress } from '../../scalars/ip-address.scalar.js';

/** What the pivots list, one class each; what all of them have in common is resolved in `pivot.resolver.ts`. */

@ObjectType({ description: 'A container that events came from.' })
export class Container {
  @Field(() => String, { description: 'Its id, as in `container.id`.' })
  containerId!: string;
}

export const FileKeyEnum = { PATH: 'PATH', HASH: 'HASH', PACKAGE: 'PACKAGE' } as const satisfies Record<
  FileKey,
  FileKey
>;

registerEnumType(FileKeyEnum, {
  name: 'FileKey',
  description: 'By what files are taken for the same.',
  valuesConfig: {
    PATH: { description: 'By their path, on whatever host and in whatever container.' },
    HASH: {
      description: 'By the hash of their content, wherever they lie. A file with several hashes stands under each.',
    },
    PACKAGE: { description: 'By the package that they came with.' },
  },
});

@ObjectType({
  description:
    'A file, or files that are the same in some way, over all hosts. Its events are those whose `file` or ' +
    '`file.destination` it is, and those whose process runs it.',
})
export class FileGroup {
  @Field(() => FileKeyEnum, { description: 'By what they are the same.' })
  by!: FileKey;

  @Field(() => String, { description: 'The path, the hash (such as "sha256:…") or the name of the package.' })
  value!: string;
}

@ObjectType({ description: 'An address at either end of packets.' })
export class NetworkEndpoint {
  @Field(() => IPAddress, { description: 'The address: `network.destination.ip` or `network.source.ip`.' })
  ip!: string;
}

@ObjectType({ description: 'A name that was asked of the DNS.' })
export class DnsName {
  @Field(() => String, { description: '`dns.question.name`, in lower case: the DNS knows no other difference.' })
  name!: string;
}

@ObjectType({ description: 'A user that processes ran as, over all hosts.' })
export class User {
  @Field(() => String, { description: 'The name, as in `process.user`.' })
  name!: string;
}

@ObjectType({ description: 'A rule of the agent that matched.' })
export class Rule {
  @Field(() => String, { description: 'Its id, as in `agent.rule_id`.' })
  ruleId!: string;
}
