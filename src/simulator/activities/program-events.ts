import type { Command } from '../catalogue/commands.js';
import type { EventDraft, EventOutcome } from '../event-draft.js';
import type { Host } from '../host.js';
import type { Launch, ProcessImage } from '../process-image.js';

/** A program was executed. The process has begun already: see {@link Host.start} and {@link Host.exec}. */
export function execEvent(host: Host, image: ProcessImage, rule?: string): EventDraft {
  return {
    name: 'exec',
    category: 'Process Activity',
    image,
    ...(rule && { rule }),
    subject: `${image.container ? 'container' : 'host'} ${image.path} ${image.args.join(' ')}`,
    body: { file: host.systemFile(image.path, image.container) },
    syscall: { name: 'exec', args: { path: image.path } },
  };
}

/** Ends the process and says how. */
export function exitEvent(host: Host, image: ProcessImage, code = 0): EventDraft {
  host.exit(image);
  const killed = code > 128;
  return {
    name: 'exit',
    category: 'Process Activity',
    image,
    ...(killed && { rule: 'service_crashed' }),
    body: { exit: { cause: killed ? 'SIGNALED' : 'EXITED', code: killed ? code - 128 : code } },
  };
}

/** A program that does its work and ends: most of them leave no more than the event of their start. */
export function* runCommand(
  host: Host,
  parent: ProcessImage,
  command: Command,
  launch: Partial<Launch> = {},
): Generator<EventDraft, void> {
  const [path, ...args] = command;
  const image = host.start(parent, { ...launch, path, args });
  yield execEvent(host, image);
  if (host.random.chance(0.35)) yield exitEvent(host, image, exitCode(host));
  else host.exit(image);
}

/** A file was opened that the process is not known for. */
export function openEvent(
  host: Host,
  image: ProcessImage,
  path: string,
  outcome: EventOutcome = 'Success',
): EventDraft {
  const file = host.systemFile(path, image.container);
  return {
    name: 'open',
    category: 'File Activity',
    image,
    outcome,
    body: { file: { ...file, flags: ['O_RDONLY', 'O_CLOEXEC'] } },
    syscall: { name: 'open', args: { path, flags: 524288, mode: 0 } },
  };
}

function exitCode(host: Host): number {
  if (host.random.chance(0.9)) return 0;
  return host.random.pick([1, 2, 126, 127, 137, 139, 143]);
}
