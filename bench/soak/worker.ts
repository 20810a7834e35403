import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process beside the server under test, which does as it is told and answers once. */
export class Worker<T> {
  private constructor(private readonly child: ChildProcess) {}

  static async start<T>(file: string, args: readonly string[]): Promise<Worker<T>> {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args);
    await once(child, 'message');
    return new Worker<T>(child);
  }

  tell(message: string | object): void {
    this.child.send(message);
  }

  async answer(): Promise<T> {
    const [answer] = (await once(this.child, 'message')) as [T];
    return answer;
  }

  end(): void {
    this.child.kill();
  }
}
