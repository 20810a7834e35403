/** Notification that a batch is there; its payload is the batch's number. */
export const BATCH_CHANNEL = 'spoor_batch';

/** Notification that an API token was revoked; its payload is the token's UUID. */
export const REVOKED_CHANNEL = 'spoor_token_revoked';
