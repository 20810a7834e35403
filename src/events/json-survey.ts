import { ExactNumber, integerOf } from '../event-format/exact-number.js';
import type { JsonObject, JsonValue } from '../event-format/lossless-json.js';

/** What one look at all of a value tells. */
export interface JsonSurvey {
  /** About how many bytes it takes in memory: enough to bound what is kept. */
  readonly weight: number;
  /** Whether jsonb can hold every number in it. */
  readonly isTame: boolean;
}

/** What an entry takes besides its value. */
const ENTRY = 16;

/** Looks at every value of an event, so it is written for speed. */
export function surveyOf(value: JsonValue): JsonSurvey {
  const look = new Look();
  look.at(value);
  return look;
}

/**
 * Remembers what there is to tell of an object that many documents have in common, such as a process, for as long as it
 * lives.
 */
export function rememberSurvey(object: JsonObject): JsonSurvey {
  const survey = surveyOf(object);
  surveys.set(object, survey);
  return survey;
}

const surveys = new WeakMap<object, JsonSurvey>();

class Look implements JsonSurvey {
  weight = 0;
  isTame = true;

  at(value: JsonValue): void {
    if (typeof value === 'string') this.weight += value.length;
    else if (typeof value === 'object' && value !== null) this.inside(value);
  }

  private inside(value: Exclude<JsonValue, null | string | number | boolean>): void {
    if (value instanceof ExactNumber) return this.number(value.text);
    if (Array.isArray(value)) {
      for (const item of value as readonly JsonValue[]) this.entry(item);
      return;
    }
    const known = surveys.get(value);
    if (known) {
      this.weight += known.weight;
      this.isTame &&= known.isTame;
      return;
    }
    const object = value as JsonObject;
    for (const key in object) this.entry(object[key] as JsonValue);
  }

  private entry(value: JsonValue): void {
    this.weight += ENTRY;
    this.at(value);
  }

  private number(text: string): void {
    this.weight += text.length;
    this.isTame &&= isTameNumber(text);
  }
}

function isTameNumber(text: string): boolean {
  return integerOf(text) !== undefined || /^-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?$/.test(text);
}
