/** Pieces of SQL over the table of documents. */

/** When it happened. */
export const TIME = `(e->>'date')::timestamptz`;

/** What a list of events shows, as the GraphQL documents select it. */
export const LIST_FIELDS = `e->>'date', e->>'hostname', e->>'title', e#>>'{evt,name}', e#>>'{evt,outcome}',
  e#>>'{agent,rule_id}', e#>>'{process,pid}', e#>>'{process,comm}', e#>>'{process,executable,path}', e#>>'{file,path}'`;

/** The newest events that pass. Fields are read of those alone: below the sort they would be read of every row. */
export function newestListed(condition: string): string {
  return `
    with page as materialized (select id from events where ${condition} order by ${TIME} desc limit 50)
    select ${LIST_FIELDS} from page join events using (id) order by ${TIME} desc`;
}
