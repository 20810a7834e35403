import { people } from '../catalogue/accounts.js';
import { typedCommands } from '../catalogue/commands.js';
import { outsideAddresses } from '../catalogue/network.js';
import { credentialsOf, raisedCredentials } from '../credentials.js';
import type { EventDraft } from '../event-draft.js';
import { runtimeInit } from '../host-boot.js';
import type { Host } from '../host.js';
import type { JsonObject } from '../json-text.js';
import type { ProcessImage } from '../process-image.js';
import { changeFolder } from './file-activity.js';
import { setCapabilities, setGroup, setUser } from './identity-activity.js';
import { execEvent, exitEvent, openEvent, runCommand } from './program-events.js';

type Events = Generator<EventDraft, void>;

/** Somebody logs in, works in a shell, becomes root at times, and leaves. */
export function* sshSession(host: Host): Events {
  const daemon = host.daemons.find(({ path }) => path === '/usr/sbin/sshd');
  if (!daemon) return;
  const person = host.random.pickZipf(people);
  const monitor = host.start(daemon, { path: '/usr/sbin/sshd', args: ['-D', '-R'] });
  yield execEvent(host, monitor);
  const session = host.fork(monitor);
  yield setGroup(session, person);
  yield setUser(session, person);
  host.processes.changeCredentials(session, credentialsOf(person, [], person.uid));
  const shell = host.start(session, loginShell(host, String(person.user)));
  yield execEvent(host, shell, 'interactive_command');
  yield* typeCommands(host, shell, host.random.between(2, 8));
  if (host.random.chance(0.4)) yield* workAsRoot(host, shell);
  yield exitEvent(host, shell, host.random.chance(0.9) ? 0 : 130);
  host.exit(session);
  host.exit(monitor);
}

function loginShell(host: Host, user: string) {
  const client = host.random.pickZipf(outsideAddresses);
  return {
    path: '/usr/bin/bash',
    argv0: '-bash',
    tty: `pts/${host.random.zipf(12)}`,
    envs: [
      'LANG=en_US.UTF-8',
      `USER=${user}`,
      `HOME=/home/${user}`,
      'SHELL=/bin/bash',
      'TERM=xterm-256color',
      'PATH=/usr/local/bin:/usr/bin:/bin',
      `SSH_CLIENT=${client} 50022 22`,
      'XDG_SESSION_ID',
      'XDG_RUNTIME_DIR',
    ],
    workload: {
      files: [`/home/${user}/.bash_history`, `/home/${user}/.bashrc`, '/var/log/syslog'],
      ports: [],
      errands: [],
    },
  };
}

function* typeCommands(host: Host, shell: ProcessImage, count: number): Events {
  for (let index = 0; index < count; index++) {
    if (host.random.chance(0.15)) yield changeFolder(host, shell);
    yield* runCommand(host, shell, host.random.pickZipf(typedCommands));
  }
}

/** sudo is setuid: it runs with both identities, then its shell is root with the same login. */
function* workAsRoot(host: Host, shell: ProcessImage): Events {
  const raised = raisedCredentials(shell.credentials);
  const sudo = host.start(shell, { path: '/usr/bin/sudo', args: ['-i'], credentials: raised });
  yield execEvent(host, sudo);
  yield openEvent(host, sudo, '/etc/shadow');
  if (host.random.chance(0.3)) yield setCapabilities(host, sudo);
  const rootShell = host.start(sudo, {
    path: '/usr/bin/bash',
    argv0: '-bash',
    credentials: { ...raised, account: raised.effective, effective: raised.effective },
  });
  yield execEvent(host, rootShell, 'interactive_command');
  yield* typeCommands(host, rootShell, host.random.between(1, 4));
  host.exit(rootShell);
  host.exit(sudo);
}

/** Somebody enters a container through the cluster: the agent knows who. */
export function* clusterSession(host: Host): Events {
  const { shim, container, image, processes } = host.random.pickZipf(host.containers);
  const application = processes[0];
  if (!application) return;
  const runtime = host.start(shim, {
    path: '/usr/bin/runc',
    args: ['exec', '--tty', '--process', '/tmp/runc-process', container.id],
  });
  const helper = host.start(runtime, { ...runtimeInit(container), session: sessionOf(host) });
  const shell = host.exec(helper, {
    path: '/bin/sh',
    args: [],
    envs: image.envs,
    credentials: application.credentials,
    tty: 'pts/0',
  });
  yield execEvent(host, shell, 'interactive_command');
  yield* typeCommands(host, shell, host.random.between(1, 5));
  yield exitEvent(host, shell);
  host.exit(runtime);
}

function sessionOf(host: Host): JsonObject {
  const person = host.random.pickZipf(people);
  return {
    id: host.random.hex(15),
    session_type: 'k8s',
    k8s_username: `${person.user}@identity.example`,
    k8s_uid: host.random.uuid(),
    k8s_groups: ['platform-admins', 'system:authenticated'],
    k8s_extra: {
      'authentication.kubernetes.io/credential-id': [`X509SHA256=${host.random.hex(32)}`],
      scopes: ['openid', 'groups'],
    },
  };
}
