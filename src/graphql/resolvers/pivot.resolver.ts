import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import {
  CONTAINERS,
  DNS_NAMES,
  FILES_BY,
  HOSTS,
  NETWORK_ENDPOINTS,
  RULES,
  USERS,
  type FileKey,
} from '../../analytics/pivots.js';
import { formatNodeId } from '../../node-id.js';
import { Costs } from '../cost/field-cost.js';
import { COUNTED_VALUES, STORED_VALUES } from '../cost/pivot-costs.js';
import type { GraphQLContext } from '../graphql-context.js';
import { PivotArguments } from '../inputs/pivot.arguments.js';
import { connectionType, type Connection } from '../pagination/connection-types.js';
import { pivotConnection } from '../pagination/pivot-connection.js';
import { Requires } from '../access/requires.js';
import { Host } from '../types/host/host.type.js';
import { Container, DnsName, FileGroup, FileKeyEnum, NetworkEndpoint, Rule, User } from '../types/pivot/pivot.types.js';

const HostConnection = connectionType(Host, 'Host', 'hosts');
const ContainerConnection = connectionType(Container, 'Container', 'containers');
const FileGroupConnection = connectionType(FileGroup, 'FileGroup', 'files');
const NetworkEndpointConnection = connectionType(NetworkEndpoint, 'NetworkEndpoint', 'network endpoints');
const DnsNameConnection = connectionType(DnsName, 'DnsName', 'DNS names');
const UserConnection = connectionType(User, 'User', 'users');
const RuleConnection = connectionType(Rule, 'Rule', 'rules');

/** What events have in common, to go from one event to the others. */
@Resolver()
export class PivotResolver {
  @Requires('events:read')
  @Costs(COUNTED_VALUES)
  @Query(() => HostConnection, { description: 'The machines that events came from, by name.' })
  hosts(
    @Args(() => PivotArguments) given: PivotArguments,
    @Ctx() { pivots }: GraphQLContext,
  ): Promise<Connection<Host>> {
    return pivotConnection(pivots.store, HOSTS, given, (name, key) => ({ id: formatNodeId('host', key), name }));
  }

  @Requires('events:read')
  @Costs(STORED_VALUES)
  @Query(() => ContainerConnection, { description: 'The containers that events came from, by id.' })
  containers(
    @Args(() => PivotArguments) given: PivotArguments,
    @Ctx() { pivots }: GraphQLContext,
  ): Promise<Connection<Container>> {
    return pivotConnection(pivots.store, CONTAINERS, given, (containerId) => ({ containerId }));
  }

  @Requires('events:read')
  @Costs(STORED_VALUES)
  @Query(() => FileGroupConnection, {
    description: 'The files that events speak of, those of processes and of their ancestors included.',
  })
  files(
    @Args(() => PivotArguments) given: PivotArguments,
    @Arg('by', () => FileKeyEnum, { defaultValue: FileKeyEnum.PATH, description: 'By what files are the same.' })
    by: FileKey,
    @Ctx() { pivots }: GraphQLContext,
  ): Promise<Connection<FileGroup>> {
    return pivotConnection(pivots.store, FILES_BY[by], given, (value) => ({ by, value }));
  }

  @Requires('events:read')
  @Costs(STORED_VALUES)
  @Query(() => NetworkEndpointConnection, {
    description: 'The addresses at either end of packets, in the order of their text.',
  })
  networkEndpoints(
    @Args(() => PivotArguments) given: PivotArguments,
    @Ctx() { pivots }: GraphQLContext,
  ): Promise<Connection<NetworkEndpoint>> {
    return pivotConnection(pivots.store, NETWORK_ENDPOINTS, given, (ip) => ({ ip }));
  }

  @Requires('events:read')
  @Costs(STORED_VALUES)
  @Query(() => DnsNameConnection, { description: 'The names that were asked of the DNS.' })
  dnsNames(
    @Args(() => PivotArguments) given: PivotArguments,
    @Ctx() { pivots }: GraphQLContext,
  ): Promise<Connection<DnsName>> {
    return pivotConnection(pivots.store, DNS_NAMES, given, (name) => ({ name }));
  }

  @Requires('events:read')
  @Costs(STORED_VALUES)
  @Query(() => UserConnection, { description: 'The users that processes ran as, by name.' })
  users(
    @Args(() => PivotArguments) given: PivotArguments,
    @Ctx() { pivots }: GraphQLContext,
  ): Promise<Connection<User>> {
    return pivotConnection(pivots.store, USERS, given, (name) => ({ name }));
  }

  @Requires('events:read')
  @Costs(COUNTED_VALUES)
  @Query(() => RuleConnection, {
    description: 'The rules that matched, by id; none with an id of more than 512 characters.',
  })
  rules(
    @Args(() => PivotArguments) given: PivotArguments,
    @Ctx() { pivots }: GraphQLContext,
  ): Promise<Connection<Rule>> {
    return pivotConnection(pivots.store, RULES, given, (ruleId) => ({ ruleId }));
  }
}
