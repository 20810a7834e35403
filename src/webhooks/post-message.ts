import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { quote } from '../node-id.js';
import { version } from '../version.js';
import type { DeliveryFailure, DeliveryOutcome } from './delivery-outcome.js';
import { AddressRefused, NameUnresolved, type EndpointAddress, type EndpointAddresses } from './endpoint-address.js';
import { parseRetryAfter } from './retry-delay.js';

/** Bytes of an answer that are read: nothing in it counts but its end. */
const MOST_ANSWER_BYTES = 16_384;

export interface OutgoingMessage {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions {
  readonly addresses: EndpointAddresses;
  /** Milliseconds for everything from the name's look-up to the answer's last byte. */
  readonly timeout: number;
  /** Gives the attempt up. */
  readonly signal?: AbortSignal;
  /** Certificates to trust in place of those that Node trusts. */
  readonly ca?: string;
}

/**
 * Posts a message once and says what came of it; it never throws. Every attempt looks the host up, checks its addresses, and
 * connects to what it checked. Redirects are not followed, no proxy is asked, and certificates are verified whatever the
 * environment says.
 */
export async function postMessage(message: OutgoingMessage, options: PostOptions): Promise<DeliveryOutcome> {
  const start = performance.now();
  const timeout = AbortSignal.timeout(options.timeout);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  const attempt = new Attempt(message, options, signal);
  const result = await attempt.run().catch((error: unknown): Result => {
    if (timeout.aborted) return failed('TIMEOUT', `The endpoint took longer than ${options.timeout} ms`);
    return problemOf(error, attempt.status);
  });
  const { failure, error, retryAfter } = result;
  return { status: attempt.status, failure, error, retryAfter, duration: Math.round(performance.now() - start) };
}

type Result = Partial<Pick<DeliveryOutcome, 'failure' | 'error' | 'retryAfter'>>;

class Attempt {
  status: number | undefined;

  constructor(
    private readonly message: OutgoingMessage,
    private readonly options: PostOptions,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<Result> {
    const addresses = await this.inTime(this.options.addresses.of(this.message.url));
    const response = await this.inTime(this.request(addresses));
    this.status = response.statusCode ?? 0;
    if (!isSuccess(this.status)) {
      response.destroy();
      return refusalOf(response);
    }
    const isWhole = await this.inTime(readToItsEnd(response));
    return isWhole ? {} : failed('ANSWER_TOO_LONG', TOO_LONG);
  }

  private request(addresses: readonly EndpointAddress[]): Promise<http.IncomingMessage> {
    const { url, headers, body } = this.message;
    const { signal } = this;
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      agent: agentFor(url, addresses),
      lookup: pinnedTo(addresses),
      signal,
      rejectUnauthorized: true,
      ...(this.options.ca !== undefined && { ca: this.options.ca }),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': `Spoor/${version}`,
        ...headers,
      },
    });
    return new Promise((resolve, reject) => {
      request.once('response', resolve);
      // Stays to the end: what breaks after the answer's head is told by the answer itself.
      request.on('error', reject);
      request.end(body);
    });
  }

  /** Neither a name server nor a socket can keep us past the end. */
  private async inTime<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    let end: () => void = () => undefined;
    const ended = new Promise<never>((_resolve, reject) => {
      end = () => reject(signal.reason as Error);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
    try {
      return await Promise.race([work, ended]);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}

/**
 * A second look at the address, by a library that does nothing else, at the moment of connecting. A connection serves one
 * attempt: kept open, it would outlive the check.
 */
function agentFor(url: URL, addresses: readonly EndpointAddress[]): http.Agent {
  const allowIPAddressList = addresses.filter(({ isAllowed }) => isAllowed).map(({ address }) => address);
  const options = { keepAlive: false, allowIPAddressList };
  return url.protocol === 'https:' ? new RequestFilteringHttpsAgent(options) : new RequestFilteringHttpAgent(options);
}

/** Names are not looked up again between the check and the connection. */
function pinnedTo(addresses: readonly EndpointAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    if (all) return callback(null, [...addresses]);
    const [{ address, family }] = addresses as [EndpointAddress];
    callback(null, address, family);
  };
}

/** @returns false when there is more of it than is read; @throws when it breaks off */
async function readToItsEnd(response: http.IncomingMessage): Promise<boolean> {
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_ANSWER_BYTES) return false;
  }
  return true;
}

const TOO_LONG = `The answer is longer than ${MOST_ANSWER_BYTES} bytes; answer with a status and little else`;

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What stands in such an answer is of no interest. */
function refusalOf({ statusCode: status = 0, headers }: http.IncomingMessage): Result {
  const retryAfter = parseRetryAfter(headers['retry-after'], new Date());
  if (status >= 300 && status < 400) {
    const where = headers.location === undefined ? '' : ` and points to ${quote(headers.location)}`;
    return failed('REDIRECT', `The endpoint answers ${status}${where}; redirects are not followed`, retryAfter);
  }
  return failed('STATUS', `The endpoint answers ${status}`, retryAfter);
}

function failed(failure: DeliveryFailure, error: string, retryAfter?: number): Result {
  return { failure, error, ...(retryAfter !== undefined && { retryAfter }) };
}

/** The code of an error says enough; its words may repeat what the endpoint sent. */
function problemOf(error: unknown, status: number | undefined): Result {
  if (error instanceof AddressRefused) return failed('ADDRESS_REFUSED', `The endpoint is refused: ${error.message}`);
  if (error instanceof NameUnresolved)
    return failed('NAME_UNRESOLVED', `The endpoint cannot be found: ${error.message}`);
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
  if (status !== undefined) return failed('BROKEN_OFF', `The answer broke off after its head (${code})`);
  if (isTls(code)) return failed('TLS_FAILED', `The endpoint's certificate or encryption is refused (${code})`);
  return failed('CONNECTION_FAILED', `The endpoint cannot be reached, or closed without an answer (${code})`);
}

function isTls(code: string): boolean {
  return /^(ERR_(TLS|SSL)|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/.test(code);
}
