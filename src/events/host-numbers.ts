import type { Database } from '../database/database.js';
import type { KnownHosts } from '../database/host-restriction.js';
import type { StoredHost } from './host-store.js';

/** Finds the numbers of hosts by their names. A number stays with its name for ever, so each is looked up once. */
export class HostNumbers {
  private readonly numbers = new Map<string, number>();
  /** Names that were asked for and have no number yet. */
  private readonly awaited = new Set<string>();

  constructor(private readonly database: Database) {}

  /** Those that have sent something. The others are left out until they do, which may be while the answer is in use. */
  async of(names: readonly string[]): Promise<KnownHosts> {
    const unknown = names.filter((name) => !this.numbers.has(name));
    if (unknown.length) await this.lookUp(unknown);
    const { numbers } = this;
    return {
      get numbers() {
        return names.flatMap((name) => numbers.get(name) ?? []);
      },
    };
  }

  /** A host has sent something. Whoever follows it live is to see all of it, and may have come before it. */
  learn({ name, id }: StoredHost): void {
    if (this.awaited.delete(name)) this.numbers.set(name, id);
  }

  private async lookUp(names: readonly string[]): Promise<void> {
    for (const name of names) this.awaited.add(name);
    const rows = await this.database.query({
      name: 'host_numbers',
      text: 'select h.id, h.name from host h where h.name = any($1::text[])',
      values: [names],
    });
    for (const row of rows) this.learn({ name: row['name'] as string, id: row['id'] as number });
  }
}
