import { ROOT } from '../catalogue/accounts.js';
import { cronJobs } from '../catalogue/commands.js';
import { credentialsOf, rootCredentials } from '../credentials.js';
import type { EventDraft } from '../event-draft.js';
import { runtimeInit } from '../host-boot.js';
import type { Host } from '../host.js';
import { baseName, type ProcessImage } from '../process-image.js';
import { openFile, renameFile, unlinkFile } from './file-activity.js';
import { setUser } from './identity-activity.js';
import { loadModule } from './kernel-activity.js';
import { execEvent, exitEvent, openEvent, runCommand } from './program-events.js';

type Events = Generator<EventDraft, void>;

/** The application starts a shell for some errand, and the shell a program. */
export function* errand(host: Host): Events {
  const { processes, image } = host.random.pickZipf(host.containers);
  if (image.errands.length === 0) return;
  const line = host.random.pick(image.errands);
  const shell = host.start(host.random.pickZipf(processes), { path: '/bin/sh', args: ['-c', line] });
  yield execEvent(host, shell, 'shell_spawned_by_service');
  const [program = 'true', ...args] = line.split(' ');
  yield* runCommand(host, shell, [`/usr/bin/${program}`, ...args]);
  if (host.random.chance(0.4)) yield unlinkFile(host, shell);
  host.exit(shell);
}

/** The runtime enters the container and asks the application how it does. The last program replaces the helper. */
export function* healthCheck(host: Host): Events {
  const { shim, container, image, processes } = host.random.pickZipf(host.containers);
  const [path, ...args] = image.healthCheck ?? [];
  const application = processes[0];
  if (!path || !application) return;
  const runtime = host.start(shim, {
    path: '/usr/bin/runc',
    args: ['exec', '--process', '/tmp/runc-process', container.id],
  });
  const helper = host.start(runtime, runtimeInit(container));
  const check = host.exec(helper, { path, args, envs: image.envs, credentials: application.credentials });
  yield execEvent(host, check);
  if (path === '/bin/sh') yield* runLine(host, check, args.at(-1) ?? 'true');
  host.exit(check);
  host.exit(runtime);
}

/** A shell with a single command does not fork: the command takes its place. */
function* runLine(host: Host, shell: ProcessImage, line: string): Events {
  const [program = 'true', ...args] = line.split(' ');
  const client = host.start(shell, { path: `/usr/bin/${program}`, args });
  yield execEvent(host, client);
  if (host.random.chance(0.2)) yield exitEvent(host, client, host.random.chance(0.9) ? 0 : 7);
  else host.exit(client);
}

/** cron forks, the copy starts a shell, the shell the programs of the line. */
export function* cronJob(host: Host): Events {
  const cron = host.daemons.find(({ path }) => path === '/usr/sbin/cron');
  if (!cron) return;
  const { line, commands } = host.random.pickZipf(cronJobs);
  const runner = host.fork(cron, { credentials: rootCredentials(ROOT.uid) });
  const shell = host.start(runner, {
    path: '/usr/bin/dash',
    argv0: '/bin/sh',
    args: ['-c', line],
    envs: ['HOME=/root', 'LOGNAME=root', 'PATH=/usr/bin:/bin', 'SHELL=/bin/sh'],
  });
  yield execEvent(host, shell, 'scheduled_task_ran');
  for (const command of commands) yield* runCommand(host, shell, command);
  if (host.random.chance(0.3)) yield exitEvent(host, shell);
  else host.exit(shell);
  host.exit(runner);
}

/** Packages are replaced: downloaded, unpacked over the old files, configured by their scripts. */
export function* packageUpgrade(host: Host): Events {
  const tools = host.usesXfs
    ? { front: '/usr/bin/dnf', back: '/usr/bin/rpm' }
    : { front: '/usr/bin/apt-get', back: '/usr/bin/dpkg' };
  const script = host.start(host.processes.init, {
    path: '/usr/lib/apt/apt.systemd.daily',
    args: ['install'],
    interpreter: '/usr/bin/dash',
    envs: ['LANG=C.UTF-8', 'INVOCATION_ID'],
  });
  yield execEvent(host, script);
  const front = host.start(script, {
    path: tools.front,
    args: ['-y', 'upgrade'],
    workload: {
      files: ['/var/lib/dpkg/status', '/var/cache/apt/archives/partial/package-{n}.deb'],
      ports: [],
      errands: [],
    },
  });
  yield execEvent(host, front);
  yield openFile(host, front);
  const back = host.start(front, {
    path: tools.back,
    args: ['--unpack', '--auto-deconfigure', '/var/cache/apt/archives/openssl_3.0.2.deb'],
    workload: {
      files: ['/usr/bin/openssl', '/usr/lib/x86_64-linux-gnu/libssl.so.{n}', '/usr/share/doc/openssl/changelog'],
      ports: [],
      errands: [],
    },
  });
  yield execEvent(host, back);
  for (let count = host.random.between(2, 6); count > 0; count--) yield renameFile(host, back);
  const configure = host.start(back, {
    path: '/var/lib/dpkg/info/openssl.postinst',
    args: ['configure', '3.0.2'],
    interpreter: '/usr/bin/dash',
  });
  yield execEvent(host, configure);
  yield* runCommand(host, configure, ['/usr/bin/systemctl', 'daemon-reload']);
  for (const image of [configure, back, front]) host.exit(image);
  yield exitEvent(host, script);
}

/** The kernel itself asks for a module: the program's parent is a kernel worker. */
export function* moduleRequest(host: Host): Events {
  const loader = host.start(host.random.pick(host.kworkers), {
    path: '/usr/bin/kmod',
    argv0: '/sbin/modprobe',
    args: ['-q', '--', 'net-pf-10-proto-132'],
    envs: ['HOME=/', 'TERM=linux', 'PATH=/sbin:/usr/sbin:/bin:/usr/bin'],
  });
  yield execEvent(host, loader);
  yield loadModule(host, loader, host.random.pick(['sctp', 'algif_hash', 'nf_tables']));
  host.exit(loader);
}

/** A unit is started anew: a child of systemd becomes the user of the service, then the service. */
export function* serviceJob(host: Host): Events {
  const account = host.random.pickZipf([ROOT, { uid: 33, gid: 33, user: 'www-data', group: 'www-data' }]);
  const path = host.random.pickZipf([
    '/usr/lib/systemd/systemd-hostnamed',
    '/usr/sbin/fstrim',
    '/usr/bin/phpsessionclean',
    '/usr/lib/update-notifier/apt-check',
  ]);
  const copy = host.fork(host.processes.init);
  yield setUser(copy, account);
  host.processes.changeCredentials(copy, account === ROOT ? rootCredentials() : credentialsOf(account));
  const image = host.exec(copy, {
    path,
    args: [`--unit=${baseName(path)}`],
    envs: ['LANG=C.UTF-8', 'INVOCATION_ID', 'RUNTIME_DIRECTORY'],
  });
  yield execEvent(host, image);
  yield openEvent(host, image, '/etc/machine-id');
  if (host.random.chance(0.5)) yield exitEvent(host, image);
  else host.exit(image);
}
