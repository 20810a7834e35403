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

interface Waiting {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Entries that are written in one statement. */
const MOST_TOGETHER = 200;

/** Writes down what an auditor asks about. */
export class AuditLog {
  private readonly refusals = new Map<string, Refusals>();
  private readonly writing = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting: Waiting[] = [];
  private isWriting = false;

  constructor(private readonly database: Database) {}

  /**
   * Returns once the entry is committed. What comes while another entry is being written is written together after it:
   * a thousand subscribers who see the same event at once are a few statements.
   */
  record(event: AuditEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, resolve, reject });
      if (!this.isWriting) void this.writeWaiting();
    });
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

  private async writeWaiting(): Promise<void> {
    this.isWriting = true;
    for (let entries; (entries = this.waiting.splice(0, MOST_TOGETHER)).length;) {
      try {
        await this.database.query(auditStatements(entries.map(({ event }) => event)));
        for (const { resolve } of entries) resolve();
      } catch (error) {
        for (const { reject } of entries) reject(error);
      }
    }
    this.isWriting = false;
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
export function auditStatement(event: AuditEvent, count = 1): Statement {
  return {
    name: 'insert_audit_entry',
    text: `insert into audit_entry (${COLUMNS}) values ($1::audit_action, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    values: [event.action, count, ...actorTexts(event), JSON.stringify(event.details, writableValue)],
  };
}

/** Writes several entries. */
function auditStatements(events: readonly AuditEvent[]): Statement {
  const [event] = events;
  if (events.length === 1 && event) return auditStatement(event);
  const rows = events.map((each) => [each.action, ...actorTexts(each), JSON.stringify(each.details, writableValue)]);
  const columns = Array.from({ length: 7 }, (_, i) => rows.map((row) => row[i]));
  return {
    name: 'insert_audit_entries',
    text: `insert into audit_entry (${COLUMNS})
           select e.action::audit_action, 1, e.kind, e.id, e.name, e.request_id, e.address, e.details::jsonb
             from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                  as e(action, kind, id, name, request_id, address, details)`,
    values: columns,
  };
}

const COLUMNS = 'action, count, principal_kind, principal_id, principal_name, request_id, address, details';

function actorTexts({ principal, requestId, address }: AuditEvent): (string | null)[] {
  const { kind, id, name } = principal ?? {};
  return [kind, id, name, requestId, address].map((text) => (text === undefined ? null : writableText(text)));
}

function writableValue(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? writableText(value) : value;
}
