import type { Database, Statement } from '../database/database.js';
import type { Principal } from './principal.js';
import { writableText } from './writable-text.js';

export type AuditAction =
  | 'TOKEN_CREATED'
  | 'TOKEN_REVOKED'
  | 'SENSITIVE_READ'
  | 'DEAD_LETTERS_REPLAYED'
  | 'REQUEST_REFUSED'
  | 'WEBHOOK_CREATED'
  | 'WEBHOOK_CHANGED'
  | 'WEBHOOK_DELETED'
  | 'WEBHOOK_DISABLED';

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

/** Kinds of refusals that are told apart at once; somebody who makes up more of them is not worth more memory. */
const MOST_KINDS = 1_000;

const OTHER_KINDS = 'others';

interface Refusals {
  readonly event: AuditEvent;
  count: number;
}

/** Writes down what an auditor asks about. */
export class AuditLog {
  private readonly refusals = new Map<string, Refusals>();
  private readonly writing = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  /** Returns once the entry is committed. */
  async record(event: AuditEvent): Promise<void> {
    await this.database.query(auditStatement(event));
  }

  /**
   * Notes that a request was refused. The first of its kind is written at once, the rest of a minute as one entry with
   * their number: whoever hammers at the door cannot fill the table.
   *
   * @param operationName what the client calls its operation: as many names as it likes, so none makes a kind of its own
   */
  refused(actor: Actor, details: RefusalDetails, operationName?: string): void {
    const event: AuditEvent = { ...actor, action: 'REQUEST_REFUSED', details };
    const key = JSON.stringify([actor.principal?.id ?? actor.address, details]);
    const known = this.refusals.get(key);
    if (known) return void known.count++;
    if (this.refusals.size >= MOST_KINDS) return this.countOther();
    this.refusals.set(key, { event, count: 0 });
    this.timer ??= setTimeout(() => void this.flush(), WINDOW).unref();
    this.write(operationName === undefined ? event : { ...event, details: { ...details, operationName } }, 1);
  }

  /** Writes what was only counted so far; returns once nothing is left to be written. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = [...this.refusals.values()].filter(({ count }) => count > 0);
    this.refusals.clear();
    for (const { event, count } of counted) this.write(event, count);
    await Promise.all(this.writing);
  }

  private countOther(): void {
    const known = this.refusals.get(OTHER_KINDS);
    if (known) return void known.count++;
    const details = { reason: `Past ${MOST_KINDS} kinds of refusals in a minute, they are only counted` };
    this.refusals.set(OTHER_KINDS, { event: { action: 'REQUEST_REFUSED', details }, count: 1 });
  }

  /** Nobody waits for it, and a refusal that cannot be written down is refused all the same. */
  private write(event: AuditEvent, count: number): void {
    const written: Promise<unknown> = this.database
      .query(auditStatement(event, count))
      .catch(() => undefined)
      .finally(() => this.writing.delete(written));
    this.writing.add(written);
  }
}

type RefusalDetails = { readonly code: string } & Readonly<Record<string, unknown>>;

/** Writes an entry; to be run in the transaction of what it speaks of. */
export function auditStatement({ action, details, principal, requestId, address }: AuditEvent, count = 1): Statement {
  const { kind, id, name } = principal ?? {};
  const texts = [kind, id, name, requestId, address].map((text) => (text === undefined ? null : writableText(text)));
  return {
    name: 'insert_audit_entry',
    text: `insert into audit_entry
             (action, count, principal_kind, principal_id, principal_name, request_id, address, details)
           values ($1::audit_action, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    values: [action, count, ...texts, JSON.stringify(details, writableValue)],
  };
}

function writableValue(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? writableText(value) : value;
}
