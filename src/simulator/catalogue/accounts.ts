/** A user with the primary group. Container users often have no name: nobody could look the number up. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly user?: string;
  readonly group?: string;
}

export const ROOT: Account = named(0, 'root');

/** System accounts, and the people who log in. */
export const accounts = {
  root: ROOT,
  messagebus: named(103, 'messagebus'),
  resolve: named(101, 'systemd-resolve'),
  network: named(100, 'systemd-network'),
  syslog: { ...named(104, 'syslog'), gid: 110 },
  chrony: named(112, '_chrony'),
  nginx: named(33, 'www-data'),
  postgres: named(115, 'postgres'),
  redis: named(116, 'redis'),
  agent: named(996, 'dd-agent'),
  exporter: named(997, 'node-exporter'),
  app: named(1001, 'app'),
  node: named(1000, 'node'),
  /** Inside containers. */
  containerNginx: named(101, 'nginx'),
  containerPostgres: named(999, 'postgres'),
  containerRedis: { uid: 999, gid: 1000 },
  nonroot: { uid: 65532, gid: 65532 },
  nobody: { uid: 65534, gid: 65534, user: 'nobody', group: 'nogroup' },
  /** A cluster that gives each project its own range of users: past GraphQL's `Int` for some. */
  arbitrary: { uid: 1000650000, gid: 0, group: 'root' },
  remapped: { uid: 3_000_100_033, gid: 3_000_100_033 },
} as const satisfies Record<string, Account>;

export type AccountName = keyof typeof accounts;

/** People who log in over SSH, the most active first. */
export const people: readonly Account[] = [
  named(1000, 'ubuntu'),
  named(1002, 'deploy'),
  named(1003, 'mlind'),
  named(1004, 'okafor'),
  named(1005, 'svc-backup'),
  named(1006, 'tanaka'),
];

function named(id: number, name: string): Account {
  return { uid: id, gid: id, user: name, group: name };
}
