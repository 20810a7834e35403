import type { DeliveryOutcome } from './delivery-outcome.js';
import type { EndpointAddresses } from './endpoint-address.js';
import { postMessage } from './post-message.js';
import { formatMessageId, signedHeaders, type SigningSecrets } from './sign-message.js';

/** A message of a webhook, before it is signed. */
export interface UnsignedMessage {
  readonly id: string;
  readonly body: string;
  readonly secrets: SigningSecrets;
}

/** Signs messages, each attempt anew, and posts them. */
export class PostWebhook {
  constructor(
    private readonly addresses: EndpointAddresses,
    /** Milliseconds for an attempt. */
    private readonly timeout: number,
  ) {}

  /** @param most milliseconds, where somebody waits */
  post(url: string, message: UnsignedMessage, signal?: AbortSignal, most = this.timeout): Promise<DeliveryOutcome> {
    const { id, body, secrets } = message;
    const headers = signedHeaders(formatMessageId(id), body, secrets, new Date());
    const timeout = Math.min(most, this.timeout);
    return postMessage(
      { url: new URL(url), headers, body },
      { addresses: this.addresses, timeout, ...(signal && { signal }) },
    );
  }
}
