import type { Database } from '../database/database.js';
import type { Resolver } from './normalizer.js';

/** How often a host's last sight is written: once a minute. */
const LAST_SEEN_INTERVAL = 60_000;

/** Answers a normalizer's questions from the database, with what it has answered before at hand. */
export class DatabaseResolver implements Resolver {
  private readonly hosts = new Map<string, { readonly id: number; readonly seenAt: number }>();

  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  async hostIds(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const due = names.filter((name) => (this.hosts.get(name)?.seenAt ?? 0) < this.now() - LAST_SEEN_INTERVAL);
    if (due.length) await this.see(due);
    return new Map(names.map((name) => [name, this.hosts.get(name)?.id as number]));
  }

  async receiptTimes(digests: readonly string[], receivedAt: number): Promise<ReadonlyMap<string, number>> {
    // The update changes nothing; it makes the statement give back the rows that are there already.
    const rows = await this.database.query({
      name: 'receipt_times',
      text: `insert into receipt_time (digest, received_at)
             select d.digest, $2::timestamptz from unnest($1::uuid[]) as d (digest)
                 on conflict (digest) do update set received_at = receipt_time.received_at
          returning digest, received_at`,
      values: [digests, new Date(receivedAt)],
    });
    return new Map(rows.map((row) => [row['digest'] as string, (row['received_at'] as Date).getTime()]));
  }

  private async see(names: readonly string[]): Promise<void> {
    const rows = await this.database.query({
      name: 'see_hosts',
      text: `insert into host (name) select n.name from unnest($1::text[]) as n (name)
                 on conflict (name) do update set last_seen_at = now()
          returning id, name`,
      values: [[...names].sort()],
    });
    for (const row of rows) this.hosts.set(row['name'] as string, { id: row['id'] as number, seenAt: this.now() });
  }
}
