import type { JsonValue } from '../event-format/lossless-json.js';
import type { MatchedEvent } from './matched-event.js';

/** Whether a condition holds; undefined when only the database can say. Combined as in Kleene's logic. */
export type Verdict = boolean | undefined;

/** A condition on one value of an event, mostly an object. */
export type Check = (value: JsonValue, event: MatchedEvent) => Verdict;

/** A condition on the value under a key; undefined where there is none. */
export type ValueCheck = (value: JsonValue | undefined) => Verdict;

export const undecided: Check & ValueCheck = () => undefined;

export function allOf(checks: readonly Check[]): Check {
  if (checks.length === 1) return checks[0] as Check;
  return (value, event) => {
    let verdict: Verdict = true;
    for (const check of checks) {
      const part = check(value, event);
      if (part === false) return false;
      if (part === undefined) verdict = undefined;
    }
    return verdict;
  };
}

export function anyOf(checks: readonly Check[]): Check {
  if (checks.length === 1) return checks[0] as Check;
  return (value, event) => {
    let verdict: Verdict = false;
    for (const check of checks) {
      const part = check(value, event);
      if (part === true) return true;
      if (part === undefined) verdict = undefined;
    }
    return verdict;
  };
}

export function negated(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}
