import { gzipSync } from 'node:zlib';

/** One request as an agent makes it. How agents deliver stands here and nowhere else. */
export interface DeliveryRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What agents bundle at most. */
export const MOST_MESSAGES = 1_000;
export const MOST_BYTES = 5_000_000;

/** Fast rather than small: the sender runs on the processors that it measures. */
const LEVEL = 1;

export function deliveryRequest(documents: readonly string[], token: string): DeliveryRequest {
  const timestamp = Date.now();
  const envelopes = documents.map((message) => ({
    message,
    status: 'info',
    timestamp,
    hostname: 'soak',
    service: 'runtime-security-agent',
    ddsource: 'runtime-security-agent',
    ddtags: 'env:soak,team:bench',
  }));
  return {
    path: '/api/v2/secruntime',
    headers: { 'dd-api-key': token, 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify(envelopes), { level: LEVEL }),
  };
}

/** Whether everything in the request is committed, as an agent takes it. */
export function isAcknowledged(status: number): boolean {
  return status >= 200 && status < 400;
}
