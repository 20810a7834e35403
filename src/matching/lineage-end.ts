import { isJsonObject, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import { isLineageRoot } from '../event-format/lineage-root.js';

/**
 * Whether a lineage provably ends with its last entry, so that the stored one knows nobody above. False where it is open,
 * cut, or anything is odd about it.
 */
export function isWholeLineage(context: JsonObject): boolean {
  const { ancestors = null, truncated_ancestors: isCut = null } = context;
  if (isCut !== null && isCut !== false) return false;
  const last = ancestors === null ? undefined : Array.isArray(ancestors) ? lastOf(ancestors) : null;
  if (last === null) return false;
  return isRoot(last ?? (isJsonObject(context['parent']) ? context['parent'] : context));
}

/** Null where not every entry is a process. */
function lastOf(entries: readonly JsonValue[]): JsonObject | undefined | null {
  if (!entries.every(isJsonObject)) return null;
  return entries.at(-1);
}

function isRoot({ pid = null, ppid = null, is_kworker: isWorker = null }: JsonObject): boolean {
  if (!isPlainNumber(pid) || !isPlainNumber(ppid) || (isWorker !== null && typeof isWorker !== 'boolean')) return false;
  return isLineageRoot({ pid: pid ?? undefined, ppid: ppid ?? undefined, isKernelWorker: isWorker === true });
}

function isPlainNumber(value: JsonValue): value is number | null {
  return value === null || (typeof value === 'number' && Number.isSafeInteger(value));
}
