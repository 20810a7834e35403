import { AppError } from '../errors.js';

/** What the log shows of an error. */
export interface LoggableError {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  /** The places alone. */
  readonly stack: string;
  readonly cause?: LoggableError;
}

/** SQLSTATE classes 21, 22, 23 and 54: what PostgreSQL says then repeats the data. */
const ABOUT_DATA = /^(21|22|23|54)[0-9A-Z]{3}$/;

/** Causes of causes that are shown. */
const DEPTH = 4;

/**
 * An error without what it may hold of events: PostgreSQL puts the row at fault into `detail` and `where`, and for wrong
 * values also into the message itself.
 */
export function loggableError(error: unknown, depth = DEPTH): LoggableError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'Something that is no error was thrown', stack: '' };
  const code = (error as { code?: unknown }).code;
  const tells = !ABOUT_DATA.test(String(code)) || error instanceof AppError;
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    message: tells ? error.message : 'PostgreSQL refuses a value (its words may repeat it, and are not shown)',
    stack: places(error.stack ?? ''),
    ...(error.cause !== undefined && depth > 0 && { cause: loggableError(error.cause, depth - 1) }),
  };
}

/** Of a stack only the places: its first lines repeat the message. */
function places(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n');
}
