import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { MarkedDocument } from './documents.js';
import type { Target } from './delivery.js';

/** Sends the beginning of a body, says so, and never sends on. */
const PROGRAM = `
  const { request } = require('node:http');
  const [url, headers] = process.argv.slice(1);
  const sent = request(url + '/v1/events', { method: 'POST', headers: JSON.parse(headers) });
  sent.on('error', () => undefined);
  process.stdin.on('data', (bytes) => sent.write(bytes));
  process.stdin.on('end', () => sent.write('{"evt":{"name":"ex', () => process.stdout.write('sent')));
`;

/** A process that sends whole documents and half of another one, and is then stopped in the middle of its body. */
export class StoppedSender {
  private constructor(private readonly child: ChildProcess) {}

  static async start({ url, headers }: Target, documents: readonly MarkedDocument[]): Promise<StoppedSender> {
    const text = documents.map((document) => `${document.text}\n`).join('');
    const child = spawn(process.execPath, ['-e', PROGRAM, url, JSON.stringify(headers)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    child.stdin.end(text);
    await once(child.stdout, 'data');
    child.kill('SIGSTOP');
    return new StoppedSender(child);
  }

  async kill(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
