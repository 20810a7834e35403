import DataLoader from 'dataloader';
import { isJsonObject, setOwn, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import { INSTANCE, REFERENCES, type Fragment, type Reference } from '../storage/read-row.js';
import type { LoaderListener } from '../loader-listener.js';
import { snapshotOf } from '../storage/entity.js';
import type { Snapshot, SnapshotStore } from './snapshot-store.js';
import { WaveScheduler } from './wave-scheduler.js';

/** A context names processes, and a process names everything else. */
const WAVES: Readonly<Record<string, number>> = { process_context: 1, process: 2 };
const LAST_WAVE = 3;

/** Says of a key whether it will be asked for. */
export type Wanted = (key: string) => boolean;

const everything: Wanted = () => true;

/** Where snapshots come from. */
export type SnapshotSource = Pick<SnapshotStore, 'load'>;

/** Snapshots with all that they refer to, by definition and id. They never change, so documents may have them in common. */
export interface WholeSnapshots {
  get(key: string): Promise<JsonObject> | undefined;
  set(key: string, whole: Promise<JsonObject>): unknown;
  delete(key: string): unknown;
}

/** Loads snapshots for one request: each once, one statement a table, whatever the depth of the lineage. */
export class SnapshotLoaders {
  private readonly scheduler = new WaveScheduler();
  private readonly loaders = new Map<string, DataLoader<string, Snapshot>>();

  constructor(
    private readonly store: SnapshotSource,
    private readonly onBatch?: LoaderListener,
    private readonly wholes: WholeSnapshots = new Map<string, Promise<JsonObject>>(),
  ) {}

  /**
   * The value of a key of a fragment, with what it refers to loaded: an object that refers further, a list of them, or
   * whatever else the document holds there.
   *
   * @param wanted says which keys of the value will be asked for next. They are asked for together with the value where
   *   their ids are known already, so that they share its statement.
   */
  async value(fragment: Fragment, key: string, wanted: Wanted = everything): Promise<JsonValue | undefined> {
    const reference = referenceOf(fragment, key);
    if (!reference) return fragment[key];
    const { definition, ids } = reference;
    if (typeof ids !== 'string') return Promise.all(ids.map((id) => this.object(definition, id, wanted)));
    const own = fragment[key];
    if (!isJsonObject(own)) return this.object(definition, ids, wanted);
    this.prefetch(own, wanted);
    return merge(await this.object(definition, ids, wanted), own);
  }

  /** A snapshot by its id, like a value that refers to it. */
  snapshot(definition: string, id: string, wanted: Wanted = everything): Promise<Fragment> {
    return this.object(definition, id, wanted);
  }

  /** Puts a whole document together again. Its processes still tell their instance, aside of their JSON. */
  async document(fragment: Fragment): Promise<JsonObject> {
    const document = {};
    keepInstance(fragment, document);
    const references = fragment[REFERENCES] ?? {};
    const pending: Promise<void>[] = [];
    const fill = (key: string, value: Promise<JsonValue>): void => {
      // Reserves the key's place now: answers come in any order.
      setOwn(document, key, null);
      pending.push(value.then((whole) => setOwn(document, key, whole)));
    };
    // Most values are plain, and need no promise.
    for (const [key, value] of Object.entries(fragment)) {
      if (Object.hasOwn(references, key)) fill(key, this.referred(references[key] as Reference, value));
      else if (hasFragments(value)) fill(key, this.inner(value));
      else setOwn(document, key, value);
    }
    for (const [key, reference] of Object.entries(references)) {
      if (!Object.hasOwn(fragment, key)) fill(key, this.referred(reference, undefined));
    }
    await Promise.all(pending);
    return document;
  }

  /** @param own what a fragment holds there beside the reference */
  private async referred({ definition, ids }: Reference, own: JsonValue | undefined): Promise<JsonValue> {
    if (typeof ids !== 'string') return Promise.all(ids.map((id) => this.wholeSnapshot(definition, id)));
    if (!isJsonObject(own)) return this.wholeSnapshot(definition, ids);
    return joined(await Promise.all([this.wholeSnapshot(definition, ids), this.document(own)]));
  }

  private async inner(value: Fragment | readonly Fragment[]): Promise<JsonValue> {
    return Array.isArray(value)
      ? Promise.all((value as readonly Fragment[]).map((item) => this.document(item)))
      : this.document(value as Fragment);
  }

  /** What a snapshot stands for, with all that it refers to. */
  private wholeSnapshot(definition: string, id: string): Promise<JsonObject> {
    // Nearly every report has a context of its own.
    if (definition === 'ProcessContext') return this.putTogether(definition, id);
    const key = `${definition} ${id}`;
    let whole = this.wholes.get(key);
    if (!whole) {
      whole = this.putTogether(definition, id);
      this.wholes.set(key, whole);
      whole.catch(() => this.wholes.delete(key));
    }
    return whole;
  }

  private async putTogether(definition: string, id: string): Promise<JsonObject> {
    const { row, fragment } = await this.loader(definition).load(id);
    if (definition !== 'ProcessContext') return this.document(fragment);
    const process = this.wholeSnapshot('Process', row['process_id'] as string);
    return joined(await Promise.all([process, this.document(fragment)]));
  }

  private async object(definition: string, id: string, wanted: Wanted): Promise<Fragment> {
    const { row, fragment } = await this.loader(definition).load(id);
    if (definition !== 'ProcessContext') return fragment;
    this.prefetch(fragment, wanted);
    const process = await this.loader('Process').load(row['process_id'] as string);
    return merge(process.fragment, fragment);
  }

  private prefetch(fragment: Fragment, wanted: Wanted): void {
    for (const [key, { definition, ids }] of Object.entries(fragment[REFERENCES] ?? {})) {
      // Whoever asks for the value later gets the same answer, a failure included.
      if (wanted(key))
        for (const id of [ids].flat())
          this.loader(definition)
            .load(id)
            .catch(() => undefined);
    }
  }

  private loader(definition: string): DataLoader<string, Snapshot> {
    const { table } = snapshotOf(definition);
    let loader = this.loaders.get(table);
    if (!loader) {
      loader = new DataLoader<string, Snapshot>(
        (ids) => {
          this.onBatch?.(table, ids.length);
          return this.scheduler.during(() => this.store.load(definition, ids));
        },
        { batchScheduleFn: this.scheduler.schedule(WAVES[table] ?? LAST_WAVE) },
      );
      this.loaders.set(table, loader);
    }
    return loader;
  }
}

/** Only a reference of the fragment's own: a document may have keys such as `constructor`, which every object inherits. */
function referenceOf(fragment: Fragment, key: string): Reference | undefined {
  const references = fragment[REFERENCES];
  return references && Object.hasOwn(references, key) ? references[key] : undefined;
}

/** A base and what one report adds to it; they have no key in common. */
function merge(base: Fragment, own: Fragment): Fragment {
  const merged = { ...base, ...own };
  const references = { ...base[REFERENCES], ...own[REFERENCES] };
  Object.defineProperty(merged, REFERENCES, { value: references });
  Object.defineProperty(merged, INSTANCE, { value: base[INSTANCE] });
  return merged;
}

/** The same of what has been put together. */
function joined([base, own]: readonly [JsonObject, JsonObject]): JsonObject {
  const both = { ...base, ...own };
  keepInstance(base, both);
  return both;
}

function keepInstance(from: Fragment, to: object): void {
  const instance = from[INSTANCE];
  if (instance !== undefined) Object.defineProperty(to, INSTANCE, { value: instance });
}

function hasFragments(value: JsonValue): value is Fragment | Fragment[] {
  return isFragment(value) || (Array.isArray(value) && isFragment(value[0] as JsonValue | undefined));
}

/** Objects read from rows may refer to others; plain JSON inside them does not. */
function isFragment(value: JsonValue | undefined): value is Fragment {
  return isJsonObject(value) && REFERENCES in value;
}
