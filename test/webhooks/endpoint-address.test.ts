import { describe, expect, it } from '@jest/globals';
import { EndpointAddresses } from '../../src/webhooks/endpoint-address.js';
import { parseEndpointUrl } from '../../src/webhooks/endpoint-url.js';

const resolving = (...addresses: string[]): EndpointAddresses =>
  new EndpointAddresses([], () => Promise.resolve(addresses.map((address) => ({ address, family: 0 }))));

describe('an endpoint', () => {
  it.each([
    ['http://127.0.0.1/', '127.0.0.1 is a loopback address'],
    ['http://127.1/', '127.0.0.1 is a loopback address'],
    ['http://2130706433/', '127.0.0.1 is a loopback address'],
    ['http://0x7f.0.0.1/', '127.0.0.1 is a loopback address'],
    ['http://0177.0.0.1/', '127.0.0.1 is a loopback address'],
    ['http://127.0.0.1./', '127.0.0.1 is a loopback address'],
    ['http://１２７.0.0.1/', '127.0.0.1 is a loopback address'],
    ['http://0.0.0.0/', '0.0.0.0 is a loopback address'],
    ['http://0/', '0.0.0.0 is a loopback address'],
    ['http://10.1.2.3/', '10.1.2.3 is a private address'],
    ['http://172.16.0.1:8080/', '172.16.0.1 is a private address'],
    ['http://192.168.1.1/', '192.168.1.1 is a private address'],
    ['http://100.64.0.1/', '100.64.0.1 is a private address'],
    ['http://100.100.100.200/', '100.100.100.200 is a private address'],
    ['http://169.254.169.254/latest/meta-data/', '169.254.169.254 is a link-local address'],
    ['http://168.63.129.16/', '168.63.129.16 is an address of cloud metadata'],
    ['http://192.0.0.192/', '192.0.0.192 is a reserved address'],
    ['http://198.18.0.1/', '198.18.0.1 is a reserved address'],
    ['http://203.0.113.5/', '203.0.113.5 is a reserved address'],
    ['http://224.0.0.1/', '224.0.0.1 is a multicast address'],
    ['http://240.0.0.1/', '240.0.0.1 is a reserved address'],
    ['http://255.255.255.255/', '255.255.255.255 is a broadcast address'],
    ['http://[::1]/', '::1 is a loopback address'],
    ['http://[::]/', ':: is a loopback address'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1 is an IPv4 address in disguise'],
    ['http://[::ffff:8.8.8.8]/', '::ffff:808:808 is an IPv4 address in disguise'],
    ['http://[::127.0.0.1]/', '::7f00:1 is a reserved address'],
    ['http://[64:ff9b::7f00:1]/', '64:ff9b::7f00:1 is a reserved address'],
    ['http://[2002:7f00:1::]/', '2002:7f00:1:: is a reserved address'],
    ['http://[2001::1]/', '2001::1 is a reserved address'],
    ['http://[fc00::1]/', 'fc00::1 is a private address'],
    ['http://[fd00:ec2::254]/', 'fd00:ec2::254 is a private address'],
    ['http://[fe80::1]/', 'fe80::1 is a link-local address'],
    ['http://[fec0::1]/', 'fec0::1 is a reserved address'],
    ['http://[ff02::1]/', 'ff02::1 is a multicast address'],
    ['http://[2001:db8::1]/', '2001:db8::1 is a reserved address'],
    ['http://[4000::1]/', '4000::1 is a reserved address'],
  ])('is refused as %s: %s', async (url, sentence) => {
    const addresses = new EndpointAddresses([]);

    await expect(addresses.of(parseEndpointUrl(url))).rejects.toThrow(
      `${sentence}; only public addresses are allowed, and those of SPOOR_WEBHOOK_ALLOWED_NETWORKS`,
    );
  });

  it('is refused by the address that its name has', async () => {
    await expect(new EndpointAddresses([]).of(new URL('https://localhost/'))).rejects.toThrow(
      /^localhost resolves to (127\.0\.0\.1|::1), a loopback address; only public/,
    );
    await expect(resolving('10.0.0.1').of(new URL('https://inside.example/'))).rejects.toThrow(
      /^inside\.example resolves to 10\.0\.0\.1, a private address/,
    );
  });

  it('is refused for one private address among public ones', async () => {
    await expect(
      resolving('8.8.8.8', '2606:4700::1', '::ffff:10.0.0.1').of(new URL('https://a.example/')),
    ).rejects.toThrow('an IPv4 address in disguise');
  });

  it('says so when its name has no address', async () => {
    const nowhere = new EndpointAddresses([], () =>
      Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    );

    await expect(nowhere.of(new URL('https://a.example/'))).rejects.toThrow(
      'the name a.example cannot be resolved (ENOTFOUND)',
    );
    await expect(resolving().of(new URL('https://a.example/'))).rejects.toThrow('the name a.example has no address');
  });

  it('is taken at public addresses, and at those that are allowed', async () => {
    const allowing = new EndpointAddresses(['127.0.0.1', 'fd00::/8', '10.0.0.0/8']);

    expect(await resolving('8.8.8.8', '2606:4700::1').of(new URL('https://a.example/'))).toEqual([
      { address: '8.8.8.8', family: 4, isAllowed: false },
      { address: '2606:4700::1', family: 6, isAllowed: false },
    ]);
    expect(await allowing.of(new URL('http://127.0.0.1:1/'))).toEqual([
      { address: '127.0.0.1', family: 4, isAllowed: true },
    ]);
    expect(await allowing.of(new URL('http://[fd00::1]/'))).toHaveLength(1);
    await expect(allowing.of(new URL('http://127.0.0.2/'))).rejects.toThrow('127.0.0.2 is a loopback address');
  });
});

describe('parseEndpointUrl', () => {
  it.each([
    ['soar.example/hook', 'which is no URL'],
    ['ftp://soar.example/', 'which begins with "ftp:"'],
    ['file:///etc/passwd', 'which begins with "file:"'],
    ['javascript:alert(1)', 'which begins with "javascript:"'],
    ['http://', 'which is no URL'],
    ['', 'which is no URL'],
    [`https://soar.example/${'x'.repeat(2_000)}`, 'which is longer than 2000 characters'],
  ])('refuses %s, %s', (url, problem) => {
    expect(() => parseEndpointUrl(url)).toThrow(problem);
  });

  it('refuses a password without showing it', () => {
    expect(() => parseEndpointUrl('https://u:hunter2@soar.example/')).toThrow(
      /^`url` has a name or a password in it, (?!.*hunter2)/,
    );
  });

  it('leaves out what no server gets to see', () => {
    expect(parseEndpointUrl('HTTPS://Soar.example/a?b=c#d').href).toBe('https://soar.example/a?b=c');
  });
});
