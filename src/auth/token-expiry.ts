const DAY = 86_400_000;

/** Days after which a token is worth nothing unless whoever makes it says otherwise. */
export const DEFAULT_DAYS = 90;

/** When a token of so many days expires. */
export function expiryOf(now: Date, days = DEFAULT_DAYS): Date {
  return new Date(now.getTime() + days * DAY);
}
