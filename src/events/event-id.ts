/** Milliseconds since 1970 in the first 48 bits of an id. */
export function timeOf(id: string): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
