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

  get pid(): number {
    return this.child.pid as number;
  }

  tell(message: string | object): void {
    this.child.send(message);
  }

  /** @throws when the process ends instead */
  answer(): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (code: number | null): void => reject(new Error(`A process of the bench ended with ${code}`));
      this.child.once('exit', end);
      this.child.once('message', (message) => {
        this.child.off('exit', end);
        // What each process answers, its messages say.
        resolve(message as T);
      });
    });
  }

  /** Tells it something that is answered. */
  ask(message: string | object): Promise<T> {
    const answer = this.answer();
    this.tell(message);
    return answer;
  }

  end(): void {
    this.child.kill();
  }
}
