import type { Database } from '../database/database.js';
import { includesHost, type HostRestriction } from '../database/host-restriction.js';

/** A machine that events came from. */
export interface StoredHost {
  readonly id: number;
  readonly name: string;
}

/** Reads hosts. */
export class HostStore {
  constructor(
    private readonly database: Database,
    private readonly hosts?: HostRestriction,
  ) {}

  async byId(id: number): Promise<StoredHost | undefined> {
    if (!includesHost(this.hosts, id)) return undefined;
    const [row] = await this.database.query({
      name: 'host_by_id',
      text: 'select h.id, h.name from host h where h.id = $1',
      values: [id],
    });
    return row && { id: row['id'] as number, name: row['name'] as string };
  }
}
