import { AppError } from '../errors.js';

/** SQLSTATE of a statement that ran past its time. */
const CANCELED = '57014';

/** SQLSTATE classes 08 (connection), 57P (shutdown) and 53 (resources), and what sockets say. */
const UNAVAILABLE =
  /^(08...|57P..|53...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** What `pg` says by itself, without a code: of broken connections, of waits that were given up, of a closed pool. */
const GIVEN_UP = /Connection terminated|not queryable|timeout exceeded when trying to connect|Query read timeout/;

/** Translates what Postgres and the driver say; what is no error of the database is thrown as it is. */
export function throwDatabaseError(error: unknown): never {
  if (isCanceled(error)) {
    const sentence = 'The query took too long (SPOOR_STATEMENT_TIMEOUT); narrow its time range or its filter';
    throw new AppError('query.timeout', sentence, { cause: error });
  }
  if (isUnavailable(error)) throw databaseUnavailable(error);
  throw error;
}

/** A writer has no range to narrow: it comes again. */
export function throwWriteError(error: unknown): never {
  if (isCanceled(error)) throw databaseUnavailable(error);
  throwDatabaseError(error);
}

export function databaseUnavailable(cause?: unknown): AppError {
  const sentence = 'The database does not answer; try again in a few seconds';
  return new AppError('database.unavailable', sentence, { retryable: true, cause });
}

/** Whether nobody knows what the connection does now, so that it must not be used again. */
export function leavesConnectionUnknown(error: unknown): boolean {
  return GIVEN_UP.test(messageOf(error));
}

function isCanceled(error: unknown): boolean {
  return codeOf(error) === CANCELED;
}

function isUnavailable(error: unknown): boolean {
  return UNAVAILABLE.test(codeOf(error)) || GIVEN_UP.test(messageOf(error));
}

/** A host with several addresses gives one error an address, and the codes are in there. */
function codeOf(error: unknown): string {
  const { code, errors } = Object(error) as { code?: unknown; errors?: readonly unknown[] };
  if (typeof code === 'string') return code;
  return errors?.length ? codeOf(errors[0]) : '';
}

function messageOf(error: unknown): string {
  const { message } = Object(error) as { message?: unknown };
  return typeof message === 'string' ? message : '';
}
