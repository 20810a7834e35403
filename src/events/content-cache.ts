import { LRUCache } from 'lru-cache';
import type { JsonObject, JsonValue } from '../event-format/lossless-json.js';
import { rememberSurvey, surveyOf } from './json-survey.js';
import type { SnapshotSource, WholeSnapshots } from './snapshot-loaders.js';
import type { Snapshot } from './snapshot-store.js';

/** Reads by ids: one value an id, in their order; an error for one that is not there. */
type Load<Value> = (ids: readonly string[]) => Promise<(Value | Error)[]>;

/** How many values are kept, and how many bytes they may take together, about: a single one may take a megabyte. */
export interface CacheLimits {
  readonly values: number;
  readonly bytes: number;
}

/** What an entry takes besides its value. */
const ENTRY = 200;

/**
 * What was asked for lately of what is stored as content under its own id. It never changes, and a fleet goes on to send
 * events of the same processes.
 */
export class ContentCache<Value extends object> {
  private readonly kept: LRUCache<string, Value>;

  /** @param jsonOf what a value is weighed by */
  constructor(
    private readonly source: Load<Value>,
    { values, bytes }: CacheLimits,
    jsonOf: (value: Value) => JsonValue,
  ) {
    const sizeCalculation = (value: Value): number => ENTRY + surveyOf(jsonOf(value)).weight;
    this.kept = new LRUCache({ max: values, maxSize: bytes, sizeCalculation });
  }

  async load(ids: readonly string[]): Promise<(Value | Error)[]> {
    const known = ids.map((id) => this.kept.get(id));
    const missing = ids.filter((_, i) => !known[i]);
    const loaded = missing.length ? await this.source(missing) : [];
    const found = new Map(missing.map((id, i) => [id, loaded[i] as Value | Error]));
    for (const [id, value] of found) if (!(value instanceof Error)) this.kept.set(id, value);
    return ids.map((id, i) => known[i] ?? (found.get(id) as Value | Error));
  }
}

/** @param limits for each definition */
export function cachedSnapshots(source: SnapshotSource, limits: CacheLimits): SnapshotSource {
  const caches = new Map<string, ContentCache<Snapshot>>();
  return {
    load(definition, ids) {
      let cache = caches.get(definition);
      if (!cache) {
        cache = new ContentCache(
          (missing) => source.load(definition, missing),
          limits,
          ({ fragment }) => fragment,
        );
        caches.set(definition, cache);
      }
      return cache.load(ids);
    },
  };
}

/** Whole snapshots that were put together lately, and those that are being put together. */
export class WholeSnapshotCache implements WholeSnapshots {
  private readonly pending = new Map<string, Promise<JsonObject>>();
  private readonly kept: LRUCache<string, Promise<JsonObject>>;

  constructor({ values, bytes }: CacheLimits) {
    this.kept = new LRUCache({ max: values, maxSize: bytes });
  }

  get(key: string): Promise<JsonObject> | undefined {
    return this.pending.get(key) ?? this.kept.get(key);
  }

  set(key: string, whole: Promise<JsonObject>): void {
    this.pending.set(key, whole);
    void whole
      .then((object) => this.kept.set(key, whole, { size: ENTRY + rememberSurvey(object).weight }))
      // Whoever asked for it is told.
      .catch(() => undefined)
      .finally(() => this.pending.delete(key));
  }

  delete(key: string): void {
    this.kept.delete(key);
  }
}
