import type { Database } from '../database/database.js';

/** Finds the numbers of hosts by their names. A number stays with its name for ever, so each is looked up once. */
export class HostNumbers {
  private readonly numbers = new Map<string, number>();

  constructor(private readonly database: Database) {}

  /** Of those that have sent something; the others are left out until they do. */
  async of(names: readonly string[]): Promise<number[]> {
    const unknown = names.filter((name) => !this.numbers.has(name));
    if (unknown.length) await this.lookUp(unknown);
    return names.flatMap((name) => this.numbers.get(name) ?? []);
  }

  private async lookUp(names: readonly string[]): Promise<void> {
    const rows = await this.database.query({
      name: 'host_numbers',
      text: 'select h.id, h.name from host h where h.name = any($1::text[])',
      values: [names],
    });
    for (const row of rows) this.numbers.set(row['name'] as string, row['id'] as number);
  }
}
