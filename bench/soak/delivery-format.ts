/** One request as a sender makes it. How agents deliver stands here and nowhere else. */
export interface DeliveryRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What agents bundle at most. */
export const MOST_MESSAGES = 1_000;
export const MOST_BYTES = 5_000_000;

export function deliveryRequest(documents: readonly string[], token: string): DeliveryRequest {
  const body = Buffer.from(`[${documents.join(',')}]`);
  return {
    path: '/v1/events',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  };
}

/** Whether everything in the request is committed. */
export function isAcknowledged(status: number): boolean {
  return status < 400;
}
