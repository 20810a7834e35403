import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../errors.js';
import type { LiveFeed } from '../feed/live/live-feed.js';

/** Logs why those who follow the feed do not get what is new: else nobody would know but they. */
export function logLiveFeed(log: FastifyBaseLogger, liveFeed: LiveFeed): void {
  liveFeed.onFailure((error) => {
    // That the database is gone is logged once, elsewhere.
    if (error instanceof AppError && error.code === 'database.unavailable') return;
    log.error({ err: error }, 'New events cannot be given to those who follow the feed; it is tried again and again');
  });
}
