/** A program with its arguments, as somebody or something starts it. */
export type Command = readonly [path: string, ...args: string[]];

/** What people type into an interactive shell, the most frequent first. */
export const typedCommands: readonly Command[] = [
  ['/usr/bin/ls', '--color=auto', '-la'],
  ['/usr/bin/systemctl', 'status', 'nginx'],
  ['/usr/bin/cat', '/etc/os-release'],
  ['/usr/bin/grep', '-rn', 'ERROR', '/var/log/syslog'],
  ['/usr/bin/ps', 'auxww'],
  ['/usr/bin/less', '/var/log/auth.log'],
  ['/usr/bin/vim.basic', '/etc/nginx/sites-enabled/default'],
  ['/usr/bin/curl', '-sS', '-o', '/dev/null', '-w', '%{http_code}', 'http://127.0.0.1:8080/health'],
  ['/usr/bin/git', 'pull', '--rebase'],
  ['/usr/bin/find', '/var', '-xdev', '-size', '+100M'],
  ['/usr/bin/tar', 'czf', '/tmp/logs.tgz', '/var/log'],
  ['/usr/bin/id'],
];

/** What cron starts: a shell line, then the programs in it. */
export const cronJobs: readonly { readonly line: string; readonly commands: readonly Command[] }[] = [
  {
    line: 'command -v debian-sa1 > /dev/null && debian-sa1 1 1',
    commands: [
      ['/usr/lib/sysstat/debian-sa1', '1', '1'],
      ['/usr/lib/sysstat/sadc', '-F', '-L', '-S', 'DISK', '1', '1', '/var/log/sysstat'],
    ],
  },
  {
    line: '/opt/scripts/backup.sh --incremental',
    commands: [
      ['/usr/bin/tar', 'czf', '/backup/etc.tgz', '/etc'],
      ['/usr/bin/openssl', 'enc', '-aes-256-cbc', '-pbkdf2', '-in', '/backup/etc.tgz'],
      ['/usr/bin/rm', '-f', '/backup/etc.tgz'],
    ],
  },
  {
    line: '/usr/sbin/logrotate /etc/logrotate.conf',
    commands: [
      ['/usr/sbin/logrotate', '/etc/logrotate.conf'],
      ['/usr/bin/gzip', '/var/log/syslog.1'],
    ],
  },
  { line: 'find /tmp -mtime +7 -delete', commands: [['/usr/bin/find', '/tmp', '-mtime', '+7', '-delete']] },
  {
    line: 'curl -fsS https://hc.platform.example/ping/42',
    commands: [['/usr/bin/curl', '-fsS', 'https://hc.platform.example/ping/42']],
  },
];

/** A build, outermost first: each starts the next. */
export const buildSteps: readonly Command[] = [
  ['/usr/bin/bash', '-e', '/runner/_work/_temp/step.sh'],
  ['/usr/bin/make', '-C', '/runner/_work/src', 'all'],
  ['/usr/bin/dash', '-c', 'npm run build'],
  ['/usr/local/bin/node', '/usr/local/bin/npm', 'run', 'build'],
  ['/usr/bin/dash', '-c', 'cd native && make -j4'],
  ['/usr/bin/make', '-j4'],
  ['/usr/bin/gcc', '-O2', '-c', 'module.c', '-o', 'module.o'],
  ['/usr/lib/gcc/cc1', '-quiet', 'module.c', '-O2', '-o', '/tmp/ccA1.s'],
];
