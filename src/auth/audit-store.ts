import type { Database, Rows } from '../database/database.js';
import { join, sql } from '../database/sql.js';
import type { AuditAction } from './audit-log.js';

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly action: AuditAction;
  readonly count: number;
  readonly principalKind: string | undefined;
  readonly principalId: string | undefined;
  readonly principalName: string | undefined;
  readonly requestId: string | undefined;
  readonly address: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditQuery {
  readonly actions?: readonly AuditAction[];
  /** Name of a token or a person. */
  readonly principalName?: string;
  /** Milliseconds since 1970, half-open. */
  readonly from?: number;
  readonly to?: number;
  /** Ids between which the page lies, themselves left out. */
  readonly above?: string;
  readonly below?: string;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
}

/** Reads the audit log, in the order of its entries. */
export class AuditStore {
  constructor(private readonly database: Database) {}

  async page({ actions, principalName, from, to, above, below, direction, limit }: AuditQuery): Promise<AuditEntry[]> {
    const conditions = [
      sql`true`,
      ...(actions ? [sql`a.action = any(${[...actions]}::audit_action[])`] : []),
      ...(principalName === undefined ? [] : [sql`a.principal_name = ${principalName}`]),
      ...(from === undefined ? [] : [sql`a.at >= ${new Date(from)}::timestamptz`]),
      ...(to === undefined ? [] : [sql`a.at < ${new Date(to)}::timestamptz`]),
      ...(above === undefined ? [] : [sql`a.id > ${above}::bigint`]),
      ...(below === undefined ? [] : [sql`a.id < ${below}::bigint`]),
    ];
    const order = direction === 'asc' ? sql`a.id` : sql`a.id desc`;
    const { text, values } = sql`select a.* from audit_entry a where ${join(conditions, ' and ')}
                                  order by ${order} limit ${limit}`;
    return (await this.database.query({ text, values })).map(readEntry);
  }
}

function readEntry(row: Rows[number]): AuditEntry {
  const text = (column: string): string | undefined => (row[column] as string | null) ?? undefined;
  return {
    id: row['id'] as string,
    at: row['at'] as Date,
    action: row['action'] as AuditAction,
    count: row['count'] as number,
    principalKind: text('principal_kind'),
    principalId: text('principal_id'),
    principalName: text('principal_name'),
    requestId: text('request_id'),
    address: text('address'),
    details: row['details'] as Record<string, unknown>,
  };
}
