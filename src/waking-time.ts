/** Pieces that a time is measured in. */
const PIECES = 20;

/**
 * Calls back after some time in which this process could run. Time in which it could not, since something kept its thread
 * busy or its machine was asleep, counts as a moment: what it waits for may have been there all along, unread.
 *
 * @returns a function that ends the waiting
 */
export function afterWaking(milliseconds: number, callback: () => void): () => void {
  let rest = PIECES;
  const timer = setInterval(() => {
    if (--rest > 0) return;
    clearInterval(timer);
    // One more turn of the event loop reads what has come.
    setImmediate(callback);
  }, milliseconds / PIECES);
  return () => clearInterval(timer);
}
