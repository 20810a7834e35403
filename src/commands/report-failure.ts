import { AppError } from '../errors.js';

/** EX_SOFTWARE of sysexits.h: our fault, not the user's. */
const EXIT_OF_A_BUG = 70;

/** Says what went wrong: a sentence about what the user can change, a stack about what we have to. */
export function reportFailure(error: unknown): void {
  const isExpected = error instanceof AppError;
  const text = isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = isExpected ? 1 : EXIT_OF_A_BUG;
}
