import { pastDeadline, type Deadline } from '../database/deadline.js';

/**
 * Ends at the end of the time at the latest; what is still under way then starts no further statement.
 *
 * @param milliseconds that the work may take
 * @throws AppError `query.timeout`
 */
export async function inTime<T>(milliseconds: number, deadline: Deadline, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      deadline.pass();
      reject(pastDeadline());
    }, milliseconds);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
