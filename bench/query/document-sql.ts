/** Pieces of SQL over the table of documents. */

/** When it happened. */
export const TIME = `(e->>'date')::timestamptz`;

/** What a list of events shows, as the GraphQL documents select it. */
export const LIST_FIELDS = `e->>'date', e->>'hostname', e->>'title', e#>>'{evt,name}', e#>>'{evt,outcome}',
  e#>>'{agent,rule_id}', e#>>'{process,pid}', e#>>'{process,comm}', e#>>'{process,executable,path}', e#>>'{file,path}'`;

export const NEWEST_50 = `order by ${TIME} desc limit 50`;
