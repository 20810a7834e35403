import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who uses a server: one file each, named after the process. One that was killed no longer counts. */
export class ServerUsers {
  private static joined = 0;
  private readonly name = `${process.pid}-${++ServerUsers.joined}`;

  constructor(private readonly folder: string) {}

  join(): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, this.name), '');
  }

  /** @returns whether nobody is left */
  leave(): boolean {
    rmSync(join(this.folder, this.name), { force: true });
    for (const name of readdirSync(this.folder)) {
      if (isAlive(Number.parseInt(name, 10))) return false;
      rmSync(join(this.folder, name), { force: true });
    }
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
