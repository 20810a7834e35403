import type { Principal } from '../../auth/principal.js';
import { missingScope } from '../../auth/principal.js';
import { parseLossless } from '../../event-format/lossless-json.js';
import { SENSITIVE_KEYS, sensitiveKeysIn } from '../../event-format/sensitive-keys.js';
import { conditionsOf, type Filter } from '../../search/filter.js';

/** What one operation sees of sensitive fields, and what is kept from it. */
export class SensitiveReads {
  private readonly shown = new Set<string>();
  private readonly kept = new Set<string>();

  constructor(private readonly principal: Principal) {}

  get isAllowed(): boolean {
    return this.principal.scopes.has('events:read-sensitive');
  }

  /** Fields that were shown, as `Type.field`. */
  get read(): readonly string[] {
    return [...this.shown].sort();
  }

  /** Fields that were asked for and withheld, as `Type.field`. */
  get withheld(): readonly string[] {
    return [...this.kept].sort();
  }

  /** Whether a field that was asked for may be shown. */
  may(field: string): boolean {
    (this.isAllowed ? this.shown : this.kept).add(field);
    return this.isAllowed;
  }

  /**
   * A condition on what one may not see would tell it: yes or no is an answer, too.
   *
   * @throws AppError `auth.forbidden` that names the field
   */
  checkFilter(filter: Filter): void {
    for (const key of sensitiveConditions(filter)) {
      if (!this.isAllowed) throw missingScope(this.principal, 'events:read-sensitive', `A condition on \`${key}\``);
      this.shown.add(`filter: ${key}`);
    }
  }
}

/** Names of the sensitive fields that a filter asks about. */
export function sensitiveConditions(filter: Filter): string[] {
  const keys = [...conditionsOf(filter)].map((each) => keysOf(each).find((name) => SENSITIVE_KEYS.has(name)));
  return keys.filter((key) => key !== undefined);
}

/** Names that a condition speaks of, those inside JSON that it looks for included. */
function keysOf(condition: Filter): readonly string[] {
  if (condition.kind === 'compare') return [...condition.left, ...condition.right];
  const json = 'test' in condition && condition.test.operator === 'containsJson' ? condition.test.json : '{}';
  return [...('key' in condition ? [condition.key] : []), ...sensitiveKeysIn(parseLossless(json))];
}
