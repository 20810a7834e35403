import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILL = 'fill';
const FILLED = 'filled';
const FREE = 'free';
const FREED = 'freed';

/**
 * A disk of a few megabytes under a data folder: a tmpfs in a mount namespace of its own, which needs no right but to
 * make namespaces. Only the programs that its launcher starts see it, so they fill and free it when a file asks for it.
 */
export class SmallDisk {
  constructor(
    private readonly folder: string,
    private readonly megabytes: number,
  ) {
    mkdirSync(this.dataFolder, { recursive: true });
  }

  /** Whether this machine lets us. */
  static isPossible(): boolean {
    const args = [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      'mount -t tmpfs tmpfs /mnt && unshare --user true',
    ];
    return spawnSync('unshare', args, { stdio: 'ignore' }).status === 0;
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  /** Put it before a program that is to run on the disk. */
  get launcher(): readonly string[] {
    return ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', this.script(), 'sh'];
  }

  async fill(): Promise<void> {
    await this.ask(FILL, FILLED);
  }

  async free(): Promise<void> {
    await this.ask(FREE, FREED);
  }

  private script(): string {
    const { folder, dataFolder, megabytes } = this;
    return `mount -t tmpfs -o size=${megabytes}m,mode=700 tmpfs '${dataFolder}' || exit 1
      (
        until [ -e '${folder}/${FILL}' ]; do sleep 0.05; done
        cat /dev/zero > '${dataFolder}/ballast' 2> /dev/null
        touch '${folder}/${FILLED}'
        until [ -e '${folder}/${FREE}' ]; do sleep 0.05; done
        rm '${dataFolder}/ballast'
        touch '${folder}/${FREED}'
      ) > /dev/null 2>&1 &
      exec "$@"`;
  }

  private async ask(question: string, answer: string): Promise<void> {
    rmSync(join(this.folder, answer), { force: true });
    writeFileSync(join(this.folder, question), '');
    while (!existsSync(join(this.folder, answer))) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
