import type { Database } from '../database/database.js';
import { sql, type Sql } from '../database/sql.js';

/** Ids that are sent along with a statement: to list more costs more than it saves. */
const MOST_LISTED = 2_000;

/** More rows than are worth listing pass the condition: it is a common one. */
export const MANY = Symbol('many');

/** What is known of the rows that a statement selects; undefined as long as it has not run. */
export type Answer = readonly string[] | typeof MANY | undefined;

/**
 * Ids that are looked up before the search itself. The planner guesses badly how many rows pass a condition in another
 * table, and then walks a million events for a handful; of a list of ids it knows.
 */
export class LookUps {
  private readonly answers = new Map<string, Answer>();
  private readonly asked = new Map<string, { readonly statement: Sql; readonly isListed: boolean }>();

  /** How many answers are missing. */
  get pending(): number {
    return this.asked.size;
  }

  /**
   * Asks for the ids that a statement selects.
   *
   * @param isListed whether an index on lists leads to its rows: the planner takes it for worse than reading everything
   */
  ask(statement: Sql, isListed = false): Answer {
    const key = JSON.stringify([statement.text, statement.values]);
    if (!this.answers.has(key)) this.asked.set(key, { statement, isListed });
    return this.answers.get(key);
  }

  /** Runs what was asked for. */
  async run(database: Database): Promise<void> {
    const statements = [...this.asked];
    this.asked.clear();
    await Promise.all(
      statements.map(async ([key, { statement, isListed }]) => {
        const limited = sql`${statement} limit ${MOST_LISTED + 1}`;
        const rows = await (isListed ? database.lookUp(limited, 'bitmaps') : database.query(limited));
        const ids = rows.map((row) => row['id'] as string);
        this.answers.set(key, ids.length > MOST_LISTED ? MANY : ids);
      }),
    );
  }
}

/** What is known of look-ups. */
export type LookUpAnswers = Pick<LookUps, 'ask' | 'pending'>;

/** Looks nothing up: where a condition is put to a few events, it is looked at from these. */
export const NO_LOOK_UPS: LookUpAnswers = { pending: 0, ask: () => MANY };
