import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * Finds the address of a client behind trusted proxies, for requests that do not go through Fastify, and as Fastify does
 * it: `X-Forwarded-For` is believed from its end, as long as the one who added to it is trusted.
 */
export class ClientAddresses {
  private readonly trusted = new BlockList();

  /** @param proxies addresses and networks, as the configuration has them */
  constructor(proxies: readonly string[]) {
    for (const proxy of proxies) {
      const [address = '', bits] = proxy.split('/');
      if (bits === undefined) this.trusted.addAddress(address, family(address));
      else this.trusted.addSubnet(address, Number(bits), family(address));
    }
  }

  of({ socket, headers }: IncomingMessage): string {
    const forwarded = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((address) => address.trim())
      .filter(Boolean);
    let client = socket.remoteAddress ?? '';
    while (forwarded.length && this.trusts(client)) client = forwarded.pop() as string;
    return client;
  }

  private trusts(address: string): boolean {
    return isIP(address) !== 0 && this.trusted.check(address, family(address));
  }
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
