export const DAY = 86_400_000;

/** Midnight UTC of the day of a time in milliseconds. */
export function startOfDay(milliseconds: number): number {
  return milliseconds - (milliseconds % DAY);
}
