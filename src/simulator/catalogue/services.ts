import type { AccountName } from './accounts.js';

/** A long-lived process that systemd starts on the host itself. */
export interface Service {
  readonly path: string;
  readonly args: readonly string[];
  readonly account: AccountName;
  /** Worker processes: forked copies that never execute a program of their own. */
  readonly workers?: readonly [lowest: number, highest: number];
  readonly workerAccount?: AccountName;
  /** Files that it works on; `{n}` stands for a number, low ones most often. */
  readonly files: readonly string[];
  readonly ports?: readonly number[];
}

/** Services that every host runs. */
export const baseServices: readonly Service[] = [
  service('/usr/lib/systemd/systemd-journald', [], 'root', [
    '/var/log/journal/{n}/system.journal',
    '/run/log/journal/{n}/system.journal',
  ]),
  service(
    '/usr/sbin/sshd',
    ['-D'],
    'root',
    ['/etc/ssh/sshd_config', '/etc/passwd', '/etc/shadow', '/var/log/lastlog'],
    [22],
  ),
  service('/usr/sbin/cron', ['-f', '-P'], 'root', [
    '/etc/crontab',
    '/etc/cron.d/sysstat',
    '/var/spool/cron/crontabs/root',
  ]),
  service('/usr/bin/containerd', [], 'root', [
    '/run/containerd/io.containerd.runtime.v2.task/k8s.io/{n}/config.json',
    '/var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db',
  ]),
  service('/usr/sbin/rsyslogd', ['-n', '-iNONE'], 'syslog', [
    '/var/log/syslog',
    '/var/log/auth.log',
    '/var/log/kern.log',
  ]),
  service('/opt/datadog-agent/bin/agent/agent', ['run', '-p', '/opt/datadog-agent/run/agent.pid'], 'agent', [
    '/etc/datadog-agent/datadog.yaml',
    '/proc/{n}/stat',
    '/etc/datadog-agent/conf.d/disk.d/conf.yaml',
  ]),
  service(
    '/usr/lib/systemd/systemd-resolved',
    [],
    'resolve',
    ['/etc/resolv.conf', '/run/systemd/resolve/stub-resolv.conf'],
    [53],
  ),
  service('/usr/lib/systemd/systemd-logind', [], 'root', ['/run/systemd/sessions/{n}', '/run/systemd/users/1000']),
  service(
    '/usr/bin/dbus-daemon',
    ['--system', '--address=systemd:', '--nofork', '--nopidfile', '--systemd-activation', '--syslog-only'],
    'messagebus',
    ['/etc/dbus-1/system.conf', '/usr/share/dbus-1/system.d/org.freedesktop.login1.conf'],
  ),
  service('/usr/bin/udevadm', ['--daemon'], 'root', [
    '/run/udev/data/b8:{n}',
    '/sys/devices/virtual/net/veth{n}/uevent',
  ]),
  service('/usr/lib/systemd/systemd-networkd', [], 'network', [
    '/run/systemd/netif/links/{n}',
    '/etc/systemd/network/10-eth.network',
  ]),
  service(
    '/usr/sbin/chronyd',
    ['-F', '1'],
    'chrony',
    ['/var/lib/chrony/chrony.drift', '/etc/chrony/chrony.conf'],
    [323],
  ),
  service(
    '/usr/local/bin/node_exporter',
    ['--web.listen-address=:9100', '--collector.textfile.directory=/var/lib/node_exporter'],
    'exporter',
    ['/proc/{n}/stat', '/sys/class/net/eth0/statistics/rx_bytes'],
    [9100],
  ),
  service(
    '/opt/datadog-agent/embedded/bin/system-probe',
    ['run', '--config=/etc/datadog-agent/system-probe.yaml'],
    'root',
    ['/sys/kernel/debug/tracing/kprobe_events', '/proc/{n}/maps'],
  ),
  service(
    '/opt/datadog-agent/embedded/bin/security-agent',
    ['start', '-c', '/etc/datadog-agent/datadog.yaml'],
    'root',
    ['/etc/datadog-agent/runtime-security.d/default.policy'],
  ),
  service('/usr/sbin/auditd', [], 'root', ['/var/log/audit/audit.log', '/etc/audit/auditd.conf']),
  service('/usr/sbin/agetty', ['-o', '-p -- \\u', '--noclear', 'tty1', 'linux'], 'root', ['/etc/issue', '/run/utmp']),
];

/** Services by the role of the host. */
export const servicesByRole: Readonly<Record<string, readonly Service[]>> = {
  kube: [
    service(
      '/usr/bin/kubelet',
      [
        '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf',
        '--kubeconfig=/etc/kubernetes/kubelet.conf',
        '--config=/var/lib/kubelet/config.yaml',
        '--container-runtime-endpoint=unix:///run/containerd/containerd.sock',
      ],
      'root',
      ['/var/lib/kubelet/pods/{n}/etc-hosts', '/var/lib/kubelet/cpu_manager_state', '/etc/kubernetes/kubelet.conf'],
      [10250],
    ),
  ],
  web: [
    {
      ...service(
        '/usr/sbin/nginx',
        ['-g', 'daemon on; master_process on;'],
        'root',
        [
          '/var/log/nginx/access.log',
          '/etc/nginx/sites-enabled/default',
          '/var/www/html/assets/{n}.js',
          '/etc/ssl/private/site.key',
        ],
        [80, 443],
      ),
      workers: [8, 16],
      workerAccount: 'nginx',
    },
    service(
      '/usr/bin/node',
      ['/srv/storefront/server.js', '--port', '3000'],
      'node',
      ['/srv/storefront/views/page-{n}.html', '/srv/storefront/.env', '/var/log/storefront/app.log'],
      [3000],
    ),
    service('/usr/bin/dockerd', ['-H', 'fd://', '--containerd=/run/containerd/containerd.sock'], 'root', [
      '/var/lib/docker/containers/{n}/config.v2.json',
      '/etc/docker/daemon.json',
    ]),
  ],
  db: [
    {
      ...service(
        '/usr/lib/postgresql/16/bin/postgres',
        ['-D', '/var/lib/postgresql/16/main', '-c', 'config_file=/etc/postgresql/16/main/postgresql.conf'],
        'postgres',
        [
          '/var/lib/postgresql/16/main/base/16384/{n}',
          '/var/lib/postgresql/16/main/pg_wal/0000000100000000000000{n}',
          '/etc/postgresql/16/main/pg_hba.conf',
        ],
        [5432],
      ),
      workers: [40, 80],
    },
    service(
      '/usr/bin/redis-server',
      ['127.0.0.1:6379'],
      'redis',
      ['/var/lib/redis/dump.rdb', '/etc/redis/redis.conf'],
      [6379],
    ),
    service('/usr/bin/dockerd', ['-H', 'fd://', '--containerd=/run/containerd/containerd.sock'], 'root', [
      '/var/lib/docker/containers/{n}/config.v2.json',
      '/etc/docker/daemon.json',
    ]),
  ],
  batch: [
    service(
      '/usr/lib/jvm/java-17-openjdk-amd64/bin/java',
      [
        '-Xms4g',
        '-Xmx12g',
        '-XX:+UseG1GC',
        '-Dspring.profiles.active=prod',
        '-Dfile.encoding=UTF-8',
        '-cp',
        '/opt/pipeline/lib/*',
        'example.pipeline.Main',
        '--workers=24',
      ],
      'app',
      ['/opt/pipeline/work/part-{n}.parquet', '/opt/pipeline/conf/application.yml', '/var/log/pipeline/gc.log'],
      [8088],
    ),
    service('/usr/bin/dockerd', ['-H', 'fd://', '--containerd=/run/containerd/containerd.sock'], 'root', [
      '/var/lib/docker/containers/{n}/config.v2.json',
      '/etc/docker/daemon.json',
    ]),
  ],
};

function service(
  path: string,
  args: readonly string[],
  account: AccountName,
  files: readonly string[],
  ports?: readonly number[],
): Service {
  return { path, args, account, files, ...(ports && { ports }) };
}
