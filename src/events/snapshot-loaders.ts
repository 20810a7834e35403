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

/** Loads snapshots for one request: each once, one statement a table, whatever the depth of the lineage. */
export class SnapshotLoaders {
  private readonly scheduler = new WaveScheduler();
  private readonly loaders = new Map<string, DataLoader<string, Snapshot>>();

  constructor(
    private readonly store: SnapshotSource,
    private readonly onBatch?: LoaderListener,
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
    const instance = fragment[INSTANCE];
    if (instance !== undefined) Object.defineProperty(document, INSTANCE, { value: instance });
    const keys = new Set([...Object.keys(fragment), ...Object.keys(fragment[REFERENCES] ?? {})]);
    await Promise.all(
      [...keys].map(async (key) => {
        // Reserves the key's place now: answers come in any order.
        setOwn(document, key, null);
        setOwn(document, key, await this.whole((await this.value(fragment, key)) as JsonValue));
      }),
    );
    return document;
  }

  private whole(value: JsonValue): JsonValue | Promise<JsonValue> {
    if (isFragment(value)) return this.document(value);
    const list = Array.isArray(value) ? (value as JsonValue[]) : [];
    return isFragment(list[0]) ? Promise.all(list.map(async (item) => this.whole(item))) : value;
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

/** Objects read from rows may refer to others; plain JSON inside them does not. */
function isFragment(value: JsonValue | undefined): value is Fragment {
  return isJsonObject(value) && REFERENCES in value;
}
