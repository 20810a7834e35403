import { compileMatcher, type Matcher } from '../../matching/compile-matcher.js';
import type { Verdict } from '../../matching/verdict.js';
import type { MatchedEvent } from '../../matching/matched-event.js';
import type { EventSearch } from '../../search/event-search.js';
import type { Filter } from '../../search/filter.js';
import type { FeedPosition } from '../feed-position.js';
import type { FeedItem } from '../feed-reader.js';
import type { Tap } from './tap.js';

/** A new event with what it is judged by. */
export interface Candidate {
  readonly item: FeedItem;
  /** Undefined where nothing can be made of it, which the database judges by its rows. */
  readonly matched: MatchedEvent | undefined;
}

/** New events that follow on each other. */
export interface News {
  readonly candidates: readonly Candidate[];
  /** Behind all of them. */
  readonly position: FeedPosition;
}

/** News that may wait for the database to judge them. */
const MOST_WAITING = 100;

/** All who follow with the same filter and see the same hosts: what is new is judged once for all of them. */
export class Audience {
  readonly taps = new Set<Tap>();
  private readonly matches: Matcher;
  private waiting = 0;
  private turn: Promise<void> = Promise.resolve();

  /** @param hosts names of the hosts that they see; undefined for all */
  constructor(
    private readonly filter: Filter,
    private readonly hosts: ReadonlySet<string> | undefined,
    private readonly search: EventSearch,
  ) {
    this.matches = compileMatcher(filter);
  }

  /** Gives everybody what passes. What only the database can judge comes later, and what comes behind it waits for that. */
  give(news: News): void {
    const { items, undecided } = this.judge(news);
    if (!undecided.size && !this.waiting) return this.push(items, news.position);
    if (this.waiting === MOST_WAITING) return this.runOver();
    this.waiting++;
    this.turn = this.turn
      .then(async () => this.push(await this.ask(items, undecided), news.position))
      // Whoever then reads the database is told what is wrong.
      .catch(() => this.runOver())
      .finally(() => this.waiting--);
  }

  private judge({ candidates }: News): { items: FeedItem[]; undecided: ReadonlySet<string> } {
    const items: FeedItem[] = [];
    const undecided = new Set<string>();
    for (const candidate of candidates) {
      const { item } = candidate;
      if (this.hosts && !this.hosts.has(item.event.host.name)) continue;
      const verdict = this.verdictOn(candidate);
      if (verdict === false) continue;
      items.push(item);
      if (verdict === undefined) undecided.add(item.event.id);
    }
    return { items, undecided };
  }

  private verdictOn({ matched }: Candidate): Verdict {
    try {
      return matched && this.matches(matched);
    } catch {
      // One event that a mistake of ours stumbles over must not keep all others from everybody.
      return undefined;
    }
  }

  private async ask(items: readonly FeedItem[], undecided: ReadonlySet<string>): Promise<readonly FeedItem[]> {
    if (!undecided.size) return items;
    const passing = await this.search.among(this.filter, [...undecided]);
    return items.filter(({ event: { id } }) => !undecided.has(id) || passing.has(id));
  }

  private push(items: readonly FeedItem[], position: FeedPosition): void {
    for (const tap of this.taps) tap.push(items, position);
  }

  private runOver(): void {
    for (const tap of this.taps) tap.runOver();
  }
}
