import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

/** An issuer of logins: a key that it signs with, which it publishes under a name. */
export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export async function issuerKey(kid: string, algorithm = 'ES256'): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}

/** Publishes keys over HTTP, as issuers do. */
export interface JwksServer {
  readonly url: string;
  /** What it answers from now on: keys, or a status and a body that say something else. */
  answer(keys: readonly IssuerKey[] | { readonly status: number; readonly body: string }): void;
  /** How often it was asked. */
  readonly asked: () => number;
  close(): Promise<void>;
}

export async function startJwksServer(keys: readonly IssuerKey[]): Promise<JwksServer> {
  let [status, body] = [200, jwks(keys)];
  let asked = 0;
  const server: Server = createServer((_request, response) => {
    asked++;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    answer(given) {
      [status, body] = 'status' in given ? [given.status, given.body] : [200, jwks(given)];
    },
    asked: () => asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function jwks(keys: readonly IssuerKey[]): string {
  return JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
}
