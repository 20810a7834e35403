import { isIPv4, isIPv6 } from 'node:net';

/** The 4 or 16 bytes of an address; null for what is none, undefined where PostgreSQL may see one that we do not. */
export function addressOf(text: string): readonly number[] | null | undefined {
  if (isIPv4(text)) return text.split('.').map(Number);
  if (isIPv6(text) && !text.includes('%')) return bytesOfIPv6(text);
  return /[\d:]/.test(text) ? undefined : null;
}

/** Of what is one: groups of hexadecimal digits, zeros in place of `::`, maybe an IPv4 address at the end. */
function bytesOfIPv6(text: string): number[] {
  const [before = [], after = []] = text
    .split('::')
    .map((part) => part.split(':').filter(Boolean).flatMap(bytesOfGroup));
  return [...before, ...Array<number>(16 - before.length - after.length).fill(0), ...after];
}

function bytesOfGroup(group: string): number[] {
  if (group.includes('.')) return group.split('.').map(Number);
  const bits = parseInt(group, 16);
  return [bits >> 8, bits & 0xff];
}

/** The same where agents add the length of a single address, as in `10.0.0.1/32`. */
export function singleAddressOf(text: string): readonly number[] | null | undefined {
  const address = addressOf(text.replace(/\/(32|128)$/, ''));
  return address && text.includes('/') && !text.endsWith(`/${address.length * 8}`) ? undefined : address;
}

/** Whether an address is in one of the networks, as `<<=` has it. Undefined where a network is none for sure. */
export function networkCheck(networks: readonly string[]): ((address: readonly number[]) => boolean) | undefined {
  const parsed = networks.map(networkOf);
  if (parsed.includes(undefined)) return undefined;
  return (address) => parsed.some((network) => isWithin(address, network as Network));
}

interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

function networkOf(text: string): Network | undefined {
  const [base = '', length, ...more] = text.split('/');
  const bytes = addressOf(base);
  if (!bytes || more.length) return undefined;
  const bits = length === undefined ? bytes.length * 8 : /^(0|[1-9]\d{0,2})$/.test(length) ? Number(length) : Infinity;
  return bits <= bytes.length * 8 ? { bytes, bits } : undefined;
}

/** An IPv4 address is in no network of IPv6, however it is spelled there. */
function isWithin(address: readonly number[], { bytes, bits }: Network): boolean {
  if (address.length !== bytes.length) return false;
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== bytes[i]) return false;
  const shift = 8 - (bits & 7);
  return shift === 8 || (address[whole] as number) >> shift === (bytes[whole] as number) >> shift;
}

/** IPv4 before IPv6, then by their bytes. */
export function compareAddresses(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const i = a.findIndex((byte, at) => byte !== b[at]);
  return i < 0 ? 0 : (a[i] as number) - (b[i] as number);
}
