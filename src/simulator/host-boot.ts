import { accounts, ROOT } from './catalogue/accounts.js';
import {
  BIND_CAPABILITY,
  CONTAINER_CAPABILITIES,
  NETWORK_CAPABILITIES,
  SERVICE_CAPABILITIES,
} from './catalogue/capabilities.js';
import { containerImages, runnerImage, type ContainerImage } from './catalogue/container-images.js';
import { baseServices, servicesByRole, type Service } from './catalogue/services.js';
import { createContainer, type Container } from './container.js';
import { credentialsOf, rootCredentials, type Credentials } from './credentials.js';
import type { Host, RunningContainer } from './host.js';
import { SECOND, type Micros } from './instant.js';
import type { Launch, ProcessImage } from './process-image.js';

const SERVICE_ENVS = [
  'LANG=C.UTF-8',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
  'INVOCATION_ID',
  'JOURNAL_STREAM',
  'SYSTEMD_EXEC_PID',
  'NOTIFY_SOCKET',
];

/** Starts what runs on the host all the time: services with the boot, containers between then and the simulation. */
export function bootHost(host: Host, simulationStart: Micros): void {
  for (let count = host.random.between(30, 60); count > 0; count--) {
    host.kworkers.push(host.processes.kworker(host.now));
  }
  const services = [...(servicesByRole[host.role] ?? []), ...baseServices];
  for (const service of services) startService(host, service);
  const images = Array.from({ length: host.random.between(12, 18) }, () => host.random.pickZipf(containerImages));
  for (const image of [...images, runnerImage]) {
    passTime(host, (simulationStart - host.now) / SECOND / 8);
    host.processes.skipPids(host.random.below(200_000));
    host.containers.push(bootContainer(host, image));
  }
}

function startService(host: Host, service: Service): void {
  passTime(host, 2);
  const main = host.start(host.processes.init, {
    path: service.path,
    argv0: service.path,
    args: service.args,
    envs: SERVICE_ENVS,
    credentials: serviceCredentials(service),
    workload: { files: service.files, ports: service.ports ?? [], errands: [] },
    source: 'procfs_snapshot',
  });
  host.daemons.push(main);
  const [lowest, highest] = service.workers ?? [0, 0];
  const credentials = service.workerAccount ? credentialsOf(accounts[service.workerAccount]) : main.credentials;
  for (let count = host.random.between(lowest, highest); count > 0; count--) {
    host.daemons.push(host.fork(main, { credentials, source: 'procfs_snapshot' }));
  }
}

function serviceCredentials({ path, account }: Service): Credentials {
  const isRoot = account === 'root';
  if (isRoot && path.startsWith('/usr/lib/systemd/')) return credentialsOf(ROOT, SERVICE_CAPABILITIES);
  if (isRoot) return rootCredentials();
  return credentialsOf(accounts[account], account === 'network' ? NETWORK_CAPABILITIES : BIND_CAPABILITY);
}

function bootContainer(host: Host, image: ContainerImage): RunningContainer {
  const steps = startContainer(host, image, 'procfs_snapshot');
  let step = steps.next();
  while (!step.done) {
    passTime(host, 1);
    step = steps.next();
  }
  return step.value;
}

/** Shim, then everything that the runtime and the image execute on one pid: each as it begins. Then the workers. */
export function* startContainer(
  host: Host,
  image: ContainerImage,
  source: ProcessImage['source'],
): Generator<ProcessImage, RunningContainer> {
  const container = createContainer(
    image,
    host.role === 'kube' ? 'containerd' : 'docker',
    host.now - SECOND,
    host.random,
  );
  const shim = startShim(host, container, source);
  yield shim;
  const application = yield* startApplication(host, shim, container, source);
  const processes = [application];
  const credentials = image.account === 'root' ? credentialsOf(accounts.containerNginx) : application.credentials;
  for (let count = host.random.between(...image.workers); count > 0; count--) {
    processes.push(host.fork(application, { credentials, source }));
  }
  return { container, image, shim, processes };
}

function startShim(host: Host, container: Container, source: ProcessImage['source']): ProcessImage {
  const namespace = container.manager === 'docker' ? 'moby' : 'k8s.io';
  return host.start(host.processes.init, {
    path: '/usr/bin/containerd-shim-runc-v2',
    args: ['-namespace', namespace, '-id', container.id, '-address', '/run/containerd/containerd.sock'],
    envs: [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
      'MAX_SHIM_VERSION=2',
      'TTRPC_ADDRESS',
      'GRPC_ADDRESS',
      'NAMESPACE',
    ],
    workload: {
      files: ['/run/containerd/io.containerd.runtime.v2.task/{n}/init.pid', '/run/containerd/fifo/{n}'],
      ports: [],
      errands: [],
    },
    source,
  });
}

function* startApplication(
  host: Host,
  shim: ProcessImage,
  container: Container,
  source: ProcessImage['source'],
): Generator<ProcessImage, ProcessImage> {
  const { image } = container;
  let current = host.start(shim, { ...runtimeInit(container), source });
  yield current;
  for (const program of image.programs) {
    const isLast = program === image.programs.at(-1);
    current = host.exec(current, {
      ...program,
      envs: image.envs,
      credentials: isLast ? applicationCredentials(image) : credentialsOf(ROOT, CONTAINER_CAPABILITIES),
      workload: image,
      source,
    });
    yield current;
  }
  return current;
}

/** The runtime's helper: it sets the container up, then executes the image's entry point in its own place. */
export function runtimeInit(container: Container): Launch {
  return {
    path: '/usr/bin/runc',
    args: ['init'],
    // The helper gives up what the container may not do before the agent looks at it.
    credentials: credentialsOf(ROOT, CONTAINER_CAPABILITIES),
    envs: [
      'GOMAXPROCS',
      '_LIBCONTAINER_INITPIPE',
      '_LIBCONTAINER_STATEDIR',
      '_LIBCONTAINER_INITTYPE=standard',
      'RUST_BACKTRACE',
    ],
    container,
  };
}

function applicationCredentials(image: ContainerImage): Credentials {
  const account = accounts[image.account];
  return credentialsOf(account, account === ROOT ? CONTAINER_CAPABILITIES : []);
}

function passTime(host: Host, seconds: number): void {
  host.advanceTo(host.now + host.random.below(Math.floor(seconds * SECOND)));
}
