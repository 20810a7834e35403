/** What cannot be read of one row is no matter of the others that were asked for with it. */
export function orError<T>(read: () => T): T | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
