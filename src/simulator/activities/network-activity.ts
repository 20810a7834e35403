import {
  destinationPorts,
  dnsNames,
  hostileAddresses,
  interfaces,
  internalAddresses,
  outsideAddresses,
} from '../catalogue/network.js';
import type { AgentGeneration } from '../agent-generation.js';
import type { EventDraft } from '../event-draft.js';
import type { Host } from '../host.js';
import { HOUR } from '../instant.js';
import type { JsonObject } from '../json-text.js';
import type { ProcessImage } from '../process-image.js';

const METADATA_ADDRESS = '169.254.169.254';
const HOST_NETWORK = 4026531840;

export function lookUpName(host: Host, image: ProcessImage): EventDraft {
  return lookUp(host, image, host.random.pickZipf(dnsNames));
}

/** Newer agents add the response, null while there is none. */
export function lookUp(host: Host, image: ProcessImage, name: string): EventDraft {
  const id = host.random.below(65536);
  const type = host.random.pickZipf(['A', 'AAAA', 'PTR', 'SRV', 'TXT']);
  const question = { class: 'CLASS_INET', type, name, size: name.length + 18, count: 1 };
  const network = networkOf(host, image, { ip: host.random.pickZipf(internalAddresses), port: 53 }, 'IP_PROTO_UDP');
  const body = ({ contract }: AgentGeneration): JsonObject => ({
    dns: contract ? { id, question } : { id, question, response: null },
    network,
  });
  return { ...draft(image, 'dns', {}), body, subject: name };
}

export function bindPort(host: Host, image: ProcessImage): EventDraft {
  const port = host.random.pick([...(image.workload?.ports ?? []), 0, host.random.between(32768, 60999)]);
  const addr = host.random.pick([
    { family: 'AF_INET', ip: '0.0.0.0/32', port },
    { family: 'AF_INET', ip: '127.0.0.1/32', port },
    { family: 'AF_INET6', ip: '::/128', port },
    { family: 'AF_UNIX', ip: '', port: 0 },
  ]);
  return draft(image, 'bind', { bind: { addr } });
}

export function askMetadata(host: Host, image: ProcessImage): EventDraft {
  const { random } = host;
  if (random.chance(0.15))
    return metadataOf(host, image, {
      cloud_provider: 'azure',
      url: '/metadata/identity/oauth2/token',
      type: 'request',
    });
  if (random.chance(0.15))
    return metadataOf(host, image, {
      cloud_provider: 'gcp',
      url: '/computeMetadata/v1/instance/service-accounts/default/token',
      type: 'request',
    });
  return stealCredentials(host, image, random.chance(0.8));
}

/** The answer of the cloud's metadata service, with the name (never the secret) of the credentials in it. */
export function stealCredentials(host: Host, image: ProcessImage, isSecondVersion: boolean): EventDraft {
  const credentials = {
    code: 'Success',
    type: 'AWS-HMAC',
    access_key_id: `ASIA${host.random.hex(16).toUpperCase()}`,
    last_updated: host.date(host.now - host.random.below(5 * HOUR)),
    expiration: host.date(host.now + host.random.below(6 * HOUR)),
  };
  const answer = {
    type: 'response',
    cloud_provider: 'aws',
    server: 'EC2ws',
    aws: { is_imds_v2: isSecondVersion, security_credentials: credentials },
  };
  return { ...metadataOf(host, image, answer), process: { aws_security_credentials: [credentials] } };
}

/** Events that no contract knows: their root keys are unknown, too. */
export function connectEvent(
  host: Host,
  image: ProcessImage,
  to = host.random.pickZipf([...outsideAddresses, ...hostileAddresses]),
): EventDraft {
  const addr = {
    family: to.includes(':') ? 'AF_INET6' : 'AF_INET',
    ip: to,
    port: host.random.pickZipf(destinationPorts),
  };
  return draft(image, 'connect', {
    connect: { addr, hostnames: [host.random.pickZipf(dnsNames)], protocol: 'IP_PROTO_TCP' },
  });
}

export function acceptEvent(host: Host, image: ProcessImage): EventDraft {
  const addr = {
    family: 'AF_INET',
    ip: host.random.pickZipf(outsideAddresses),
    port: host.random.between(32768, 60999),
  };
  return draft(image, 'accept', { accept: { addr, hostnames: null } });
}

function metadataOf(host: Host, image: ProcessImage, imds: JsonObject): EventDraft {
  const network = networkOf(host, image, { ip: METADATA_ADDRESS, port: 80 }, 'IP_PROTO_TCP');
  return draft(image, 'imds', {
    imds: { ...imds, host: METADATA_ADDRESS, user_agent: 'aws-sdk-go-v2/1.24.0 os/linux' },
    network,
  });
}

function networkOf(
  host: Host,
  image: ProcessImage,
  destination: { ip: string; port: number },
  protocol: string,
): JsonObject {
  const { random } = host;
  return {
    device: {
      netns: image.container?.networkNamespace ?? HOST_NETWORK,
      ifindex: random.between(2, 5),
      ifname: image.container ? 'eth0' : random.pickZipf(interfaces),
    },
    l3_protocol: destination.ip.includes(':') ? 'ETH_P_IPV6' : 'ETH_P_IP',
    l4_protocol: protocol,
    source: { ip: host.address, port: random.between(32768, 60999) },
    destination,
    size: random.between(60, 512),
  };
}

function draft(image: ProcessImage, name: string, body: JsonObject): EventDraft {
  return { name, category: 'Network Activity', image, body };
}
