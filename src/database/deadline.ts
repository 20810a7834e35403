import { AppError } from '../errors.js';

/** The end of the time that a request has: past it, no statement is started for it any more. */
export class Deadline {
  private isPast = false;

  get isPassed(): boolean {
    return this.isPast;
  }

  pass(): void {
    this.isPast = true;
  }

  /** @throws AppError `query.timeout` */
  check(): void {
    if (this.isPast) throw pastDeadline();
  }
}

/** What a request is told that had too little time. */
export function pastDeadline(): AppError {
  const sentence =
    'The operation took too long (SPOOR_REQUEST_TIMEOUT); ask for less at once, or narrow the range of time';
  return new AppError('query.timeout', sentence);
}
