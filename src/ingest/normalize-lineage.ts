import { KnownPart, opened } from '../event-format/known-part.js';
import { isJsonObject, type JsonObject } from '../event-format/lossless-json.js';
import { fillRow, splitWide, type Row, type StoreReference } from '../storage/fill-row.js';
import { ownKeys, type StoragePlan, type StoragePlans } from '../storage/storage-plan.js';
import type { ContentIds } from './content-id.js';
import { isRoot, processInstance, type ProcessInstance, type ReportedInstance } from './process-instance.js';
import type { RowCollector, RowOwner } from './row-collector.js';
import type { StoredParts } from './stored-parts.js';
import { sortKeys } from './sort-keys.js';

/** Past 200 ancestors an agent keeps the first and the last hundred: there is a gap behind the hundredth. */
const KEPT_AT_EACH_END = 100;

const OWN_KEYS = ownKeys('ProcessContext');

/** A process whose columns are filled and whose instance is known, but not yet who started it. */
interface FilledProcess {
  readonly entry: JsonObject;
  readonly part: KnownPart | undefined;
  readonly instance: ReportedInstance;
  /** Not there when a known part told the instance by itself. */
  readonly row: Row | undefined;
}

/** Turns a process as reported, with parent and ancestors, into linked process rows and one context row. */
export class NormalizeLineage {
  private readonly processPlan: StoragePlan;
  private readonly contextPlan: StoragePlan;

  constructor(
    plans: StoragePlans,
    private readonly ids: ContentIds,
    private readonly rows: RowCollector,
    private readonly stored: StoredParts,
    private readonly owner: RowOwner,
    private readonly day: number,
    private readonly storeSnapshot: StoreReference,
  ) {
    this.processPlan = plans.planFor('Process', 'process');
    this.contextPlan = plans.planFor('ProcessContext', 'process_context');
  }

  /**
   * @param derivesLinks whether each entry was started by the next one
   * @returns the id of the context row
   */
  context(context: JsonObject, derivesLinks: boolean): string {
    const { base: process, own = {} } = splitWide(context, OWN_KEYS);
    const ancestors = this.ancestors(own, derivesLinks);
    const parent = this.parent(own, ancestors[0], ancestors[1], derivesLinks);
    const nearest = ancestors[0]?.instance ?? parent?.instance;
    const filled = this.fill(process);
    const row: Row = { process_id: this.store(filled, derivesLinks ? nearest : undefined) };
    const open = gapEntry(own, ancestors) ?? unended(ancestors.at(-1)?.instance ?? parent?.instance ?? filled.instance);
    if (derivesLinks && open) row['open_instance_id'] = open.id;

    const rest = fillRow(own, this.contextPlan, row, (_entry, { isList }, i) =>
      isList ? (ancestors[i] as StoredEntry).id : (parent as StoredEntry).id,
    );
    if (rest) row['extra'] = sortKeys(rest);
    return this.rows.add('process_context', this.owner, this.day, row);
  }

  private ancestors(own: JsonObject, derivesLinks: boolean): StoredEntry[] {
    const { ancestors } = own;
    if (!Array.isArray(ancestors) || !ancestors.every(isJsonObject)) return [];
    const gap = own['truncated_ancestors'] === true ? KEPT_AT_EACH_END - 1 : -1;
    const filled = ancestors.map((entry) => this.fill(entry));
    return filled.map((process, i) => {
      const next = derivesLinks && i !== gap ? filled[i + 1]?.instance : undefined;
      return { instance: process.instance, id: this.store(process, next) };
    });
  }

  /** `parent` repeats the first ancestor, and then is the same row. */
  private parent(
    own: JsonObject,
    first: StoredEntry | undefined,
    second: StoredEntry | undefined,
    derivesLinks: boolean,
  ): StoredEntry | undefined {
    const entry = own['parent'];
    if (!isJsonObject(entry)) return undefined;
    const process = this.fill(entry);
    const isFirst = first?.instance.id === process.instance.id;
    const id = this.store(process, derivesLinks && isFirst ? second?.instance : undefined);
    return { instance: process.instance, id };
  }

  private fill(entry: JsonObject): FilledProcess {
    const part = entry instanceof KnownPart ? entry : undefined;
    const known = part && this.stored.instance(part, this.owner.hostId);
    if (known) return { entry, part, instance: known, row: undefined };
    const row = this.row(entry);
    const instance = {
      ...processInstance(this.ids, this.owner, row, executablePath(opened(entry))),
      isRoot: isRoot(row),
    };
    if (part) this.stored.rememberInstance(part, this.owner.hostId, instance);
    return { entry, part, instance, row };
  }

  private row(entry: JsonObject): Row {
    const row: Row = {};
    const rest = fillRow(opened(entry), this.processPlan, row, this.storeSnapshot);
    if (rest) row['extra'] = sortKeys(rest);
    return row;
  }

  private store(process: FilledProcess, startedBy: ProcessInstance | undefined): string {
    const { entry, part, instance } = process;
    // Approximate identities can coincide along a chain; nobody starts itself.
    const link = startedBy && startedBy.id !== instance.id ? startedBy.id : undefined;
    const circumstances = `${this.owner.hostId} ${this.day} ${link}`;
    const known = part && this.stored.id(part, circumstances);
    if (known !== undefined && this.rows.holds('process', known)) return known;

    const row = process.row ?? this.row(entry);
    row['instance_id'] = instance.id;
    row['identity'] = instance.identity;
    if (link !== undefined) row['parent_instance_id'] = link;
    const id = this.rows.add('process', this.owner, this.day, row);
    if (part) this.stored.remember(part, circumstances, id);
    part?.fold();
    return id;
  }
}

interface StoredEntry {
  readonly instance: ReportedInstance;
  readonly id: string;
}

/** The last entry before the gap of a lineage that an agent cut: from there the stored lineage may know the way on. */
function gapEntry(own: JsonObject, ancestors: readonly StoredEntry[]): ProcessInstance | undefined {
  const isCut = own['truncated_ancestors'] === true && ancestors.length > KEPT_AT_EACH_END;
  return isCut ? ancestors[KEPT_AT_EACH_END - 1]?.instance : undefined;
}

/** A process that a lineage ends with although another one started it. */
function unended(last: ReportedInstance): ProcessInstance | undefined {
  return last.isRoot ? undefined : last;
}

function executablePath(process: JsonObject): string | undefined {
  const executable = process['executable'];
  const path = isJsonObject(executable) ? opened(executable)['path'] : undefined;
  return typeof path === 'string' ? path : undefined;
}
