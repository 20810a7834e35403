import type { Database, Statement } from '../database/database.js';
import type { Principal } from './principal.js';

export type AuditAction =
  'TOKEN_CREATED' | 'TOKEN_REVOKED' | 'SENSITIVE_READ' | 'DEAD_LETTERS_REPLAYED' | 'REQUEST_REFUSED';

/** Who did something: a principal where one is known, and the request it came by. */
export interface Actor {
  readonly principal?: Pick<Principal, 'kind' | 'id' | 'name'> | undefined;
  readonly requestId?: string | undefined;
  /** Network address of the client. */
  readonly address?: string | undefined;
}

export interface AuditEvent extends Actor {
  readonly action: AuditAction;
  /** What an auditor asks next: ids, names of fields, codes; never the content of events, never a secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Milliseconds for which equal refusals are counted together. */
const WINDOW = 60_000;

/** Kinds of refusals that are counted at once; somebody who makes up more of them is not worth more memory. */
const MOST_KINDS = 1_000;

interface Refusals {
  readonly event: AuditEvent;
  count: number;
}

/** Writes down what an auditor asks about. */
export class AuditLog {
  private readonly refusals = new Map<string, Refusals>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  /** Returns once the entry is committed. */
  async record(event: AuditEvent): Promise<void> {
    await this.database.query(auditStatement(event));
  }

  /**
   * Notes that a request was refused. The first of its kind is written at once, the rest of a minute as one entry with
   * their number: whoever hammers at the door cannot fill the table.
   */
  refused(actor: Actor, details: { readonly code: string } & Readonly<Record<string, unknown>>): void {
    const event: AuditEvent = { ...actor, action: 'REQUEST_REFUSED', details };
    const key = JSON.stringify([actor.principal?.id ?? actor.address, details]);
    const known = this.refusals.get(key);
    if (known) return void known.count++;
    if (this.refusals.size >= MOST_KINDS) return;
    this.refusals.set(key, { event, count: 0 });
    this.timer ??= setTimeout(() => void this.flush(), WINDOW).unref();
    void this.write(event, 1);
  }

  /** Writes what was only counted so far. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = [...this.refusals.values()].filter(({ count }) => count > 0);
    this.refusals.clear();
    await Promise.all(counted.map(({ event, count }) => this.write(event, count)));
  }

  /** A refusal that cannot be written down is refused all the same. */
  private write(event: AuditEvent, count: number): Promise<unknown> {
    return this.database.query(auditStatement(event, count)).catch(() => undefined);
  }
}

/** Writes an entry; to be run in the transaction of what it speaks of. */
export function auditStatement({ action, details, principal, requestId, address }: AuditEvent, count = 1): Statement {
  return {
    name: 'insert_audit_entry',
    text: `insert into audit_entry
             (action, count, principal_kind, principal_id, principal_name, request_id, address, details)
           values ($1::audit_action, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    values: [
      ...[action, count, principal?.kind, principal?.id, principal?.name, requestId, address].map((v) => v ?? null),
      JSON.stringify(details),
    ],
  };
}
