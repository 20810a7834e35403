import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that an endpoint has: what is checked is what is connected to. */
export interface EndpointAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** Not public, and allowed all the same. */
  readonly isAllowed: boolean;
}

/** Names and their addresses, as `dns.lookup` gives them with `all`. */
export type Lookup = (name: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** Why an endpoint is not connected to. */
export class AddressRefused extends Error {}

/** A name without an address. */
export class NameUnresolved extends Error {}

/** Public by its number, but an agent of the machine's own provider answers there (Azure's WireServer). */
const METADATA: ReadonlySet<string> = new Set(['168.63.129.16']);

/** All that is routed as public; ranges that are not assigned may mean anything to a local router. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Looks endpoints up, and refuses those that are not public: a webhook must not reach into the network it starts from. */
export class EndpointAddresses {
  private readonly allowed: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @param allowedNetworks addresses and networks that webhooks may reach although they are not public */
  constructor(
    allowedNetworks: readonly string[],
    private readonly lookup: Lookup = (name) => systemLookup(name, { all: true }),
  ) {
    this.allowed = allowedNetworks.map(network);
  }

  /**
   * Every address of a URL's host. One that is refused refuses all: which of them is connected to is up to the network.
   *
   * @throws AddressRefused, NameUnresolved with sentences for users
   */
  async of(url: URL): Promise<readonly EndpointAddress[]> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host)) return [this.checked(host, 'is')];
    const found = await this.lookup(host).catch((error: NodeJS.ErrnoException) => {
      throw new NameUnresolved(`the name ${host} cannot be resolved (${error.code ?? 'no reason given'})`);
    });
    if (!found.length) throw new NameUnresolved(`the name ${host} has no address`);
    return found.map(({ address }) => this.checked(address, `${host} resolves to`));
  }

  private checked(address: string, subject: string): EndpointAddress {
    const parsed = ipaddr.parse(address);
    const range = rangeOf(parsed);
    const isAllowed = this.allowed.some(([net, bits]) => net.kind() === parsed.kind() && parsed.match(net, bits));
    if (range !== undefined && !isAllowed) {
      const what = subject === 'is' ? `${address} is` : `${subject} ${address},`;
      throw new AddressRefused(
        `${what} ${range}; only public addresses are allowed, and those of SPOOR_WEBHOOK_ALLOWED_NETWORKS`,
      );
    }
    return { address, family: parsed.kind() === 'ipv4' ? 4 : 6, isAllowed: range !== undefined };
  }
}

/** What an address that is not public is; undefined for a public one. */
function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string | undefined {
  const range = address.range();
  if (range !== 'unicast') return NAMES[range] ?? 'a reserved address';
  if (METADATA.has(address.toString())) return 'an address of cloud metadata';
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_IPV6)) return 'a reserved address';
  return undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  private: 'a private address',
  uniqueLocal: 'a private address',
  carrierGradeNat: 'a private address',
  loopback: 'a loopback address',
  linkLocal: 'a link-local address',
  unspecified: 'a loopback address',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  ipv4Mapped: 'an IPv4 address in disguise',
};

/** As the setting has it: an address, or a network. */
function network(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
