import { containerImages, runnerImage } from '../catalogue/container-images.js';
import { buildSteps } from '../catalogue/commands.js';
import type { EventDraft } from '../event-draft.js';
import { startContainer } from '../host-boot.js';
import type { Host, RunningContainer } from '../host.js';
import type { ProcessImage } from '../process-image.js';
import { openFile, unlinkFile } from './file-activity.js';
import { mountEvent, signalProcess } from './kernel-activity.js';
import { execEvent, exitEvent } from './program-events.js';

type Events = Generator<EventDraft, void>;

/** A container goes and another one takes its place: the runtime, the entry point and the application are executed. */
export function* containerRestart(host: Host): Events {
  const index = host.random.below(host.containers.length);
  // Out of the list at once, so that nothing else picks its processes while they end.
  const [old] = host.containers.splice(index, 1);
  if (!old) return;
  yield* stopContainer(host, old);
  const steps = startContainer(host, replacementOf(host, old), 'event');
  let step = steps.next();
  while (!step.done) {
    yield execEvent(host, step.value);
    step = steps.next();
  }
  const { container, shim, processes } = step.value;
  host.containers.splice(index, 0, step.value);
  const target = `/run/containerd/rootfs/${container.id.slice(0, 12)}`;
  yield mountEvent(host, shim, { source: 'overlay', target, fsType: 'overlay' });
  if (processes[0]) yield openFile(host, processes[0]);
}

function replacementOf(host: Host, old: RunningContainer) {
  return old.image === runnerImage || host.random.chance(0.8) ? old.image : host.random.pickZipf(containerImages);
}

function* stopContainer(host: Host, { shim, processes }: RunningContainer): Events {
  const [application, ...workers] = processes;
  if (!application) return;
  yield signalProcess(host, shim, application, 'SIGTERM');
  for (const worker of workers) host.exit(worker);
  yield exitEvent(host, application, 143);
  host.exit(shim);
}

/** Each step starts the next, down to the compiler: the longest lineages. */
export function* buildJob(host: Host): Events {
  const runner = host.containers.find(({ image }) => image === runnerImage);
  const steps: ProcessImage[] = [];
  let parent = runner?.processes[0];
  if (!parent) return;
  for (const [path, ...args] of buildSteps.slice(0, host.random.between(3, buildSteps.length))) {
    parent = host.start(parent, { path, args, workload: runnerImage });
    steps.push(parent);
    yield execEvent(host, parent);
  }
  for (let count = host.random.between(1, 5); count > 0; count--) yield openFile(host, parent);
  yield unlinkFile(host, parent);
  for (const step of steps.reverse()) {
    if (host.random.chance(0.3)) yield exitEvent(host, step, host.random.chance(0.9) ? 0 : 2);
    else host.exit(step);
  }
}
