import { hash } from 'node:crypto';

/**
 * Makes content ids: UUIDv8 (RFC 9562, section 5.8) of 48 bits of milliseconds and 74 bits of SHA-256 over what the
 * id names, keyed with this database's secret, so that nobody outside can aim for a collision.
 *
 * The secret stands before the content and the digest is cut short, so no digest can be extended by an outsider.
 */
export class ContentIds {
  private readonly key: string;

  constructor(key: Uint8Array) {
    this.key = Buffer.from(key).toString('hex');
  }

  /** @param content starts with what kind of thing and whose it is: equal content must mean the same thing */
  id(milliseconds: number, content: string): string {
    return uuidV8(milliseconds, hash('sha256', this.key + content, 'hex'));
  }
}

/** Parts of a content as one text, which no other parts give: none of them can hold a NUL. */
export function named(parts: readonly string[]): string {
  return parts.join('\0');
}

function uuidV8(milliseconds: number, digest: string): string {
  const time = Math.trunc(milliseconds).toString(16).padStart(12, '0');
  const variant = '89ab'[parseInt(digest[3] as string, 16) & 3] as string;
  const high = `${time.slice(0, 8)}-${time.slice(8)}-8${digest.slice(0, 3)}`;
  return `${high}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}
