import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { AuditEntry as StoredEntry } from '../../auth/audit-store.js';
import { formatNodeId } from '../../node-id.js';
import { Requires } from '../access/requires.js';
import type { GraphQLContext } from '../graphql-context.js';
import { AuditLogFilter, auditQuery } from '../inputs/audit-log-filter.input.js';
import { connectionType, type Connection } from '../pagination/connection-types.js';
import { formatCursor, keyset, pageInfo } from '../pagination/keyset.js';
import { PageArguments } from '../pagination/page-arguments.js';
import { AuditEntry } from '../types/access/audit-entry.type.js';

const AuditEntryConnection = connectionType(AuditEntry, 'AuditEntry', 'audit entries');

@Resolver()
export class AuditLogResolver {
  @Requires('audit:read')
  @Query(() => AuditEntryConnection, {
    description: 'Changes of tokens, reads of sensitive fields, replays and refused requests, the newest first.',
  })
  async auditLog(
    @Arg('filter', () => AuditLogFilter, { nullable: true, description: 'Which entries.' })
    filter: AuditLogFilter | null,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { auditEntries }: GraphQLContext,
  ): Promise<Connection<AuditEntry>> {
    const { query, finish } = keyset(page, 'a', false);
    const { shown, more } = finish(await auditEntries.page({ ...auditQuery(filter), ...query }));
    const edges = shown.map((entry) => ({ node: auditEntrySource(entry), cursor: formatCursor('a', entry.id) }));
    return { edges, nodes: edges.map(({ node }) => node), pageInfo: pageInfo(edges, more) };
  }
}

/** An API token is named as `apiTokens` names it. */
function auditEntrySource(entry: StoredEntry): AuditEntry {
  const { principalKind, principalId } = entry;
  if (principalKind !== 'API_TOKEN' || principalId === undefined) return entry;
  return { ...entry, principalId: formatNodeId('token', principalId) };
}
