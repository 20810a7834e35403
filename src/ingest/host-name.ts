/** DNS stops at 253 characters (RFC 1035); longer is no name, and no index could hold any length. */
export const LONGEST_HOST_NAME = 255;

/** Whether a text can name a host. */
export function isHostName(text: string): boolean {
  return text !== '' && text.length <= LONGEST_HOST_NAME && !text.includes('\0') && text.isWellFormed();
}
