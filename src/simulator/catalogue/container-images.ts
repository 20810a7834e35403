import type { AccountName } from './accounts.js';

/** What runs inside a container: programs that execute one after the other on one pid, then forked workers. */
export interface ContainerImage {
  readonly name: string;
  readonly version: string;
  /** Each replaces the one before it; the last is the application. */
  readonly programs: readonly ContainerProgram[];
  readonly account: AccountName;
  readonly workers: readonly [lowest: number, highest: number];
  readonly envs: readonly string[];
  readonly files: readonly string[];
  readonly ports: readonly number[];
  /** What the runtime runs inside to see whether the application is well. */
  readonly healthCheck?: readonly string[];
  /** What the application starts while it works, as a shell command. */
  readonly errands: readonly string[];
}

export interface ContainerProgram {
  readonly path: string;
  readonly args: readonly string[];
  /** The shell or language that runs the file, when it is a script. */
  readonly interpreter?: string;
}

const BASE_ENVS = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOSTNAME', 'HOME'];
const KUBE_ENVS = [
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
  'KUBERNETES_PORT_443_TCP',
  'POD_NAME',
  'POD_NAMESPACE',
];

/** The most frequent first. */
export const containerImages: readonly ContainerImage[] = [
  {
    name: 'registry.example/shop/checkout',
    version: '4.18.2',
    programs: [
      { path: '/app/entrypoint.sh', args: ['start'], interpreter: '/usr/bin/dash' },
      {
        path: '/opt/java/openjdk/bin/java',
        args: [
          '-Xms512m',
          '-Xmx2g',
          '-XX:MaxRAMPercentage=75',
          '-javaagent:/opt/dd-java-agent.jar',
          '-jar',
          '/app/checkout.jar',
          '--spring.profiles.active=prod',
        ],
      },
    ],
    account: 'app',
    workers: [0, 0],
    envs: [...BASE_ENVS, ...KUBE_ENVS, 'JAVA_HOME', 'JAVA_VERSION', 'DD_SERVICE', 'DD_ENV', 'DB_PASSWORD'],
    files: [
      '/app/config/application.yml',
      '/tmp/hsperfdata_app/{n}',
      '/app/logs/checkout.log',
      '/run/secrets/kubernetes.io/serviceaccount/token',
    ],
    ports: [8080],
    healthCheck: ['/bin/sh', '-c', 'curl -fsS http://127.0.0.1:8080/actuator/health'],
    errands: ['fc-list --format=%{file}', 'gzip -9 /app/logs/checkout.log.1'],
  },
  {
    name: 'registry.example/shop/api',
    version: '12.4.0',
    programs: [
      { path: '/usr/local/bin/docker-entrypoint.sh', args: ['node', 'dist/main.js'], interpreter: '/usr/bin/dash' },
      { path: '/usr/local/bin/node', args: ['dist/main.js'] },
    ],
    account: 'node',
    workers: [4, 8],
    envs: [...BASE_ENVS, ...KUBE_ENVS, 'NODE_VERSION', 'NODE_ENV', 'DATABASE_URL', 'REDIS_URL'],
    files: [
      '/usr/src/app/dist/routes/{n}.js',
      '/usr/src/app/.env',
      '/tmp/upload-{n}.bin',
      '/usr/src/app/node_modules/pg/package.json',
    ],
    ports: [3000, 9229],
    healthCheck: ['/usr/local/bin/node', 'healthcheck.js'],
    errands: ['convert /tmp/upload.bin -resize 640x /tmp/thumb.webp', 'ffprobe -v error -show_format /tmp/upload.bin'],
  },
  {
    name: 'nginx',
    version: '1.25.4',
    programs: [
      { path: '/docker-entrypoint.sh', args: ['nginx', '-g', 'daemon off;'], interpreter: '/usr/bin/dash' },
      { path: '/usr/sbin/nginx', args: ['-g', 'daemon off;'] },
    ],
    account: 'root',
    workers: [4, 16],
    envs: [...BASE_ENVS, 'NGINX_VERSION', 'NJS_VERSION', 'PKG_RELEASE'],
    files: [
      '/etc/nginx/nginx.conf',
      '/var/cache/nginx/proxy_temp/{n}',
      '/usr/share/nginx/html/{n}.html',
      '/etc/nginx/certs/tls.key',
    ],
    ports: [80, 443],
    errands: ['envsubst < /etc/nginx/templates/default.conf.template'],
  },
  {
    name: 'postgres',
    version: '16.2',
    programs: [
      { path: '/usr/local/bin/docker-entrypoint.sh', args: ['postgres'], interpreter: '/usr/bin/bash' },
      { path: '/usr/local/bin/gosu', args: ['postgres', '/usr/local/bin/docker-entrypoint.sh', 'postgres'] },
      { path: '/usr/lib/postgresql/16/bin/postgres', args: ['-c', 'shared_buffers=2GB', '-c', 'max_connections=300'] },
    ],
    account: 'containerPostgres',
    workers: [12, 40],
    envs: [
      ...BASE_ENVS,
      'PGDATA=/var/lib/postgresql/data',
      'PG_VERSION',
      'POSTGRES_PASSWORD',
      'POSTGRES_USER',
      'LANG=en_US.utf8',
    ],
    files: [
      '/var/lib/postgresql/data/base/16384/{n}',
      '/var/lib/postgresql/data/pg_wal/0000000100000002000000{n}',
      '/var/lib/postgresql/data/pg_stat_tmp/global.stat',
    ],
    ports: [5432],
    healthCheck: ['/bin/sh', '-c', 'pg_isready -U postgres -h 127.0.0.1'],
    errands: ['gzip -c /var/lib/postgresql/data/pg_wal/archive > /backup/wal.gz'],
  },
  {
    name: 'registry.example/ml/recommender',
    version: '2.9.1',
    programs: [
      { path: '/usr/bin/tini', args: ['--', 'gunicorn', '-k', 'uvicorn.workers.UvicornWorker', 'service:app'] },
      {
        path: '/usr/local/bin/gunicorn',
        args: ['-k', 'uvicorn.workers.UvicornWorker', '-w', '8', '--bind', '0.0.0.0:8000', 'service:app'],
        interpreter: '/usr/local/bin/python3.11',
      },
    ],
    account: 'arbitrary',
    workers: [6, 12],
    envs: [
      ...BASE_ENVS,
      ...KUBE_ENVS,
      'PYTHON_VERSION',
      'PYTHONPATH=/srv',
      'MODEL_BUCKET',
      'AWS_ROLE_ARN',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
    ],
    files: [
      '/srv/models/embedding-{n}.bin',
      '/srv/service/__pycache__/app.cpython-311.pyc',
      '/tmp/prometheus/gauge_{n}.db',
      '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
    ],
    ports: [8000],
    healthCheck: ['/usr/local/bin/python3.11', '/srv/probe.py'],
    errands: ['uname -rs', 'ldconfig -p', 'gcc -print-prog-name=as'],
  },
  {
    name: 'redis',
    version: '7.2.4',
    programs: [
      { path: '/usr/local/bin/docker-entrypoint.sh', args: ['redis-server'], interpreter: '/usr/bin/dash' },
      { path: '/usr/local/bin/redis-server', args: ['--save', '60', '1', '--maxmemory', '1gb'] },
    ],
    account: 'containerRedis',
    workers: [0, 1],
    envs: [...BASE_ENVS, 'REDIS_VERSION', 'REDIS_DOWNLOAD_URL', 'REDIS_DOWNLOAD_SHA'],
    files: ['/data/dump.rdb', '/data/temp-{n}.rdb'],
    ports: [6379],
    healthCheck: ['/bin/sh', '-c', 'redis-cli -h 127.0.0.1 ping'],
    errands: [],
  },
  {
    name: 'registry.example/legacy/portal',
    version: '1.0.77',
    programs: [
      { path: '/usr/local/bin/docker-php-entrypoint', args: ['php-fpm'], interpreter: '/usr/bin/dash' },
      { path: '/usr/local/sbin/php-fpm', args: ['-F', '-R'] },
    ],
    account: 'remapped',
    workers: [10, 24],
    envs: [...BASE_ENVS, 'PHP_VERSION', 'PHP_INI_DIR=/usr/local/etc/php', 'APP_KEY', 'MYSQL_PASSWORD'],
    files: [
      '/var/www/html/index.php',
      '/var/www/html/wp-content/uploads/{n}.jpg',
      '/var/www/html/wp-config.php',
      '/tmp/sess_{n}',
    ],
    ports: [9000],
    errands: ['sendmail -t -i', 'identify /var/www/html/wp-content/uploads/1.jpg', 'whoami'],
  },
  {
    name: 'registry.example/platform/gateway',
    version: '0.31.0',
    programs: [{ path: '/gateway', args: ['--config', '/etc/gateway/routes.yaml', '--log-level=info'] }],
    account: 'nonroot',
    workers: [0, 0],
    envs: [...BASE_ENVS, ...KUBE_ENVS, 'GOMAXPROCS', 'GOMEMLIMIT', 'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt'],
    files: ['/etc/gateway/routes.yaml', '/etc/ssl/certs/ca-certificates.crt', '/tmp/plugin-{n}.so'],
    ports: [8443, 9090],
    errands: [],
  },
  {
    name: 'rabbitmq',
    version: '3.13.0',
    programs: [
      { path: '/usr/local/bin/docker-entrypoint.sh', args: ['rabbitmq-server'], interpreter: '/usr/bin/bash' },
      { path: '/opt/rabbitmq/sbin/rabbitmq-server', args: [], interpreter: '/usr/bin/dash' },
      {
        path: '/opt/erlang/lib/erlang/erts-14.2/bin/beam.smp',
        args: [
          '-W',
          'w',
          '-MBas',
          'ageffcbf',
          '-MHas',
          'ageffcbf',
          '-K',
          'true',
          '-noshell',
          '-noinput',
          '-s',
          'rabbit',
          'boot',
        ],
      },
    ],
    account: 'containerRedis',
    workers: [2, 4],
    envs: [...BASE_ENVS, 'RABBITMQ_VERSION', 'RABBITMQ_HOME', 'RABBITMQ_DATA_DIR=/var/lib/rabbitmq', 'ERLANG_COOKIE'],
    files: [
      '/var/lib/rabbitmq/mnesia/queue-{n}.idx',
      '/etc/rabbitmq/rabbitmq.conf',
      '/var/lib/rabbitmq/.erlang.cookie',
    ],
    ports: [5672, 15672],
    healthCheck: ['/bin/sh', '-c', 'rabbitmq-diagnostics -q ping'],
    errands: ['inet_gethost 4', 'df -kP /var/lib/rabbitmq'],
  },
  {
    name: 'fluent/fluent-bit',
    version: '3.0.2',
    programs: [{ path: '/fluent-bit/bin/fluent-bit', args: ['-c', '/fluent-bit/etc/fluent-bit.conf'] }],
    account: 'root',
    workers: [0, 0],
    envs: [...BASE_ENVS, 'SSL_CERT_DIR=/etc/ssl/certs', 'NODE_NAME'],
    files: ['/var/log/containers/pod-{n}.log', '/fluent-bit/etc/fluent-bit.conf', '/tail-db/tail.db'],
    ports: [2020],
    errands: [],
  },
];

/** Runs other people's builds: where the longest lineages come from. */
export const runnerImage: ContainerImage = {
  name: 'registry.example/ci/runner',
  version: '2.314.1',
  programs: [
    { path: '/usr/bin/dumb-init', args: ['bash', '/runner/start.sh'] },
    { path: '/runner/start.sh', args: [], interpreter: '/usr/bin/bash' },
  ],
  account: 'app',
  workers: [0, 0],
  envs: [...BASE_ENVS, 'RUNNER_NAME', 'RUNNER_TOKEN', 'CI=true', 'GITHUB_WORKSPACE=/runner/_work', 'LANG=C.UTF-8'],
  files: ['/runner/_work/src/module-{n}.c', '/runner/_diag/Worker_{n}.log', '/runner/.credentials'],
  ports: [],
  errands: ['git --version'],
};
