import type { Database } from '../../src/database/database.js';

/** Nested so deeply that our parser cannot undo it, which ingest would never let in. */
const DEEP = `'{"deep":' || repeat('[', 20000) || '1.0' || repeat(']', 20000) || '}'`;

/** Documents of which nothing can be made once `breakRows` has been called, each for a reason of its own. */
export const BROKEN: readonly object[] = [
  { title: 'lost snapshot', process: { pid: 1, comm: 'lost' } },
  { title: 'unreadable snapshot', process: { pid: 1, comm: 'unreadable' } },
  { title: 'unreadable event' },
];

/** From now on PostgreSQL does not store some rows, and puts into others what cannot be read. */
export async function breakRows(database: Database): Promise<void> {
  const statements = [
    `create function lose() returns trigger language plpgsql as $$ begin return null; end $$`,
    `create function spoil_snapshot() returns trigger language plpgsql as
       $$ begin new.extra := (${DEEP})::json; return new; end $$`,
    `create function spoil_event() returns trigger language plpgsql as
       $$ begin new.exact := (${DEEP})::json; return new; end $$`,
    `create trigger lose before insert on process for each row when (new.comm = 'lost') execute function lose()`,
    `create trigger spoil before insert on process for each row when (new.comm = 'unreadable')
       execute function spoil_snapshot()`,
    `create trigger spoil before insert on event for each row when (new.title = 'unreadable event')
       execute function spoil_event()`,
  ];
  for (const text of statements) await database.query({ text, values: [] });
}
