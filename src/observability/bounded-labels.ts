/** What stands for all names past the limit. */
export const OTHER = 'other';

/** No name of ours is longer. */
const LONGEST = 64;

/**
 * Keeps names that come from outside to a bounded number, since every value of a label costs memory for ever: those
 * that are known beforehand, and the first that come.
 */
export class BoundedLabels {
  private readonly names: Set<string>;
  private free: number;

  constructor(limit: number, known: Iterable<string> = []) {
    this.names = new Set(known);
    this.free = limit;
  }

  label(name: string): string {
    if (this.names.has(name)) return name;
    if (!this.free || name.length > LONGEST) return OTHER;
    this.free--;
    this.names.add(name);
    return name;
  }
}
