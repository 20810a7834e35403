import type { Database } from '../database/database.js';
import { orError } from './or-error.js';
import { restOf } from './snapshot-store.js';
import type { JsonObject } from '../event-format/lossless-json.js';

/** What an agent wrapped events in. */
export interface StoredEnvelope {
  readonly service: string | null;
  readonly tags: readonly string[] | null;
  readonly status: string | null;
  readonly source: string | null;
  /** What else stood in it, or was not as agents send it. */
  readonly extra: JsonObject | null;
}

/** Reads envelopes. */
export class EnvelopeStore {
  constructor(private readonly database: Database) {}

  /** @returns one envelope an id, in the order of the ids; an error for one that is not there, or cannot be read */
  async load(ids: readonly string[]): Promise<(StoredEnvelope | Error)[]> {
    const sorted = [...ids].sort();
    const rows = await this.database.query({
      name: 'envelopes',
      text: `select v.id, v.service, v.tags, v.status, v.source, v.extra::text as extra
               from envelope v where v.id = any($1::uuid[]) and v.id >= $2 and v.id <= $3`,
      values: [sorted, sorted[0], sorted.at(-1)],
    });
    const envelopes = new Map(
      rows.map((row) => [row['id'] as string, orError(() => ({ ...row, extra: restOf(row['extra']) }))]),
    );
    return ids.map((id) => {
      const found = envelopes.get(id) as StoredEnvelope | Error | undefined;
      return found ?? new Error(`Row ${id} of envelope is missing; run \`spoor db verify\``);
    });
  }
}
