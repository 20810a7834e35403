import { open, readFile, rename } from 'node:fs/promises';

/** A file with the cursor behind everything that was dealt with. */
export class CursorFile {
  constructor(private readonly path: string) {}

  /** Undefined at the first start. */
  async read(): Promise<string | undefined> {
    try {
      return (await readFile(this.path, 'utf8')).trim() || undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Killed at any moment, it leaves the old cursor or the new one, and never half of either. */
  async write(cursor: string): Promise<void> {
    const next = `${this.path}.next`;
    const file = await open(next, 'w');
    try {
      await file.writeFile(`${cursor}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, this.path);
  }
}
