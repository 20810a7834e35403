import type { KnownPart } from '../event-format/known-part.js';
import type { ReportedInstance } from './process-instance.js';

/** Remembers which rows known parts became: the way from bytes to an id without looking inside. */
export class StoredParts {
  private readonly ids = new WeakMap<KnownPart, Map<string, string>>();
  private readonly instances = new WeakMap<KnownPart, Map<number, ReportedInstance>>();

  /** @param circumstances what else the id depends on: host, day, who started the process */
  id(part: KnownPart, circumstances: string): string | undefined {
    return this.ids.get(part)?.get(circumstances);
  }

  remember(part: KnownPart, circumstances: string, id: string): void {
    memo(this.ids, part).set(circumstances, id);
  }

  instance(part: KnownPart, hostId: number): ReportedInstance | undefined {
    return this.instances.get(part)?.get(hostId);
  }

  rememberInstance(part: KnownPart, hostId: number, instance: ReportedInstance): void {
    memo(this.instances, part).set(hostId, instance);
  }
}

/** Parts are dropped when they fall out of use; one that stays for ever, on every host, starts anew now and then. */
const MOST_CIRCUMSTANCES = 256;

function memo<Key, Value>(memos: WeakMap<KnownPart, Map<Key, Value>>, part: KnownPart): Map<Key, Value> {
  let values = memos.get(part);
  if (!values || values.size >= MOST_CIRCUMSTANCES) {
    values = new Map();
    memos.set(part, values);
  }
  return values;
}
