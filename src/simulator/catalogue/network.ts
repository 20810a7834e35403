/** Names that hosts look up, the most frequent first. */
export const dnsNames: readonly string[] = [
  'kubernetes.default.svc.cluster.local',
  'checkout.shop.svc.cluster.local',
  'api.shop.svc.cluster.local',
  'postgres-primary.data.svc.cluster.local',
  'redis-master.cache.svc.cluster.local',
  'intake.telemetry.example',
  'registry.example',
  'sts.eu-central-1.amazonaws.com',
  's3.eu-central-1.amazonaws.com',
  'metadata.google.internal',
  'payments.partner.example',
  'rabbitmq.queue.svc.cluster.local',
  'deb.debian.org',
  'archive.ubuntu.com',
  'security.ubuntu.com',
  'pypi.org',
  'files.pythonhosted.org',
  'registry.npmjs.org',
  'proxy.golang.org',
  'github.com',
  'objects.githubusercontent.com',
  'ntp.ubuntu.com',
  'smtp.mail.example',
  'vault.platform.example',
  'grafana.platform.example',
  'login.identity.example',
  'cdn.storefront.example',
  'feature-flags.example',
  'geo.lookup.example',
  'fonts.example',
  'tracker.ads.example',
  'pool.coin-farm.example',
  'paste.dropzone.example',
  'a9f3c1d0.tunnel.example',
];

/** Addresses of this estate, the most frequent first. */
export const internalAddresses: readonly string[] = [
  '10.0.0.10',
  '10.0.12.34',
  '10.0.12.35',
  '10.0.40.7',
  '10.0.40.8',
  '10.42.0.17',
  '10.42.1.23',
  '10.42.3.5',
  '10.96.0.1',
  '172.17.0.2',
  '172.17.0.5',
  '192.168.8.20',
  'fd00:10:244::1a',
  'fd00:10:244::2f',
];

/** The rest of the world, the most frequent first. Ranges that are kept for documentation. */
export const outsideAddresses: readonly string[] = [
  '198.51.100.7',
  '198.51.100.23',
  '203.0.113.80',
  '203.0.113.5',
  '192.0.2.44',
  '192.0.2.191',
  '198.51.100.201',
  '203.0.113.250',
  '2001:db8:40::7',
  '2001:db8:9:1::c3',
];

/** Where an attacker listens. */
export const hostileAddresses: readonly string[] = ['203.0.113.66', '198.51.100.166', '192.0.2.6'];

export const interfaces: readonly string[] = ['eth0', 'ens5', 'cni0', 'docker0', 'veth3a91c2f'];

export const destinationPorts: readonly number[] = [443, 5432, 53, 6379, 80, 8080, 5672, 9092, 3306, 22, 8126, 123];
