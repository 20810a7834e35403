import { stringifyLossless } from '../event-format/lossless-json.js';
import type { Row } from '../storage/fill-row.js';
import { DAILY_TABLES, type DailyTable } from '../storage/table-catalog.js';
import { named, type ContentIds } from './content-id.js';

/** Whose rows. */
export interface RowOwner {
  readonly host: string;
  readonly hostId: number;
}

/** New rows of one table, as the JSON text that `json_populate_recordset` takes, in the order of their ids. */
export interface TableRows {
  readonly table: DailyTable;
  readonly ids: readonly string[];
  readonly json: string;
}

/** Gathers the rows of one batch, each content once, leaving out what the database is known to hold. */
export class RowCollector {
  private readonly rows = new Map<DailyTable, Map<string, string>>(DAILY_TABLES.map((table) => [table, new Map()]));

  /** @param isStored says of an id whether a committed batch has stored it */
  constructor(
    private readonly ids: ContentIds,
    private readonly isStored: (id: string) => boolean,
  ) {}

  /**
   * @param milliseconds of the id: the event's time, or midnight of its day for a snapshot
   * @param content the columns that make the row what it is
   * @param more columns that say something about it, and may say something else another time
   * @returns the row's id
   */
  add(table: DailyTable, owner: RowOwner, milliseconds: number, content: Row, more: Row = {}): string {
    const text = stringifyLossless(content);
    const id = this.ids.id(milliseconds, named([table, owner.host, text]));
    if (!this.holds(table, id)) {
      const head = JSON.stringify({ id, host_id: owner.hostId, ...more });
      this.rows.get(table)?.set(id, `${head.slice(0, -1)}${text === '{}' ? '' : ','}${text.slice(1)}`);
    }
    return id;
  }

  /** Whether a row needs no adding: the database is known to hold it, or this batch will store it. */
  holds(table: DailyTable, id: string): boolean {
    return this.rows.get(table)?.has(id) === true || this.isStored(id);
  }

  /** In the order of ids, so that batches written side by side lock rows in one order and cannot deadlock. */
  collected(): TableRows[] {
    return DAILY_TABLES.map((table) => {
      const rows = this.rows.get(table) as Map<string, string>;
      const ids = [...rows.keys()].sort();
      return { table, ids, json: `[${ids.map((id) => rows.get(id)).join(',\n')}]` };
    });
  }
}
