import { Field, InputType } from 'type-graphql';
import type { AuditQuery } from '../../auth/audit-store.js';
import { AuditActionEnum } from '../types/access/audit-entry.type.js';
import { DateTimeRange, millisecondRange } from './date-time-range.input.js';
import { storableText } from './pivot.arguments.js';

@InputType({ description: 'Which entries of the audit log. Everything given must hold.' })
export class AuditLogFilter {
  @Field(() => [AuditActionEnum], { nullable: true, description: 'Only of these actions.' })
  actions?: AuditActionEnum[] | null;

  @Field(() => String, { nullable: true, description: 'Only by this API token or person: their name.' })
  principalName?: string | null;

  @Field(() => DateTimeRange, { nullable: true, description: 'Only of this time.' })
  time?: DateTimeRange | null;
}

/** @throws AppError `input.invalid` */
export function auditQuery(filter: AuditLogFilter | null): Omit<AuditQuery, 'direction' | 'limit'> {
  const { actions, principalName, time } = filter ?? {};
  return {
    ...(actions && { actions }),
    ...(typeof principalName === 'string' && { principalName: storableText('filter.principalName', principalName) }),
    ...millisecondRange('filter.time', time),
  };
}
