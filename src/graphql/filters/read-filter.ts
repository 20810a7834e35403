import { AppError } from '../../errors.js';
import { all, any, not, NOTHING, type Filter } from '../../search/filter.js';
import { parseInstanceId } from '../../node-id.js';
import type { MirrorType } from '../mirror.js';
import { filterFields, type FilterField } from './object-filters.js';
import { readTests } from './read-tests.js';
import { isInput, type Input } from './input.js';

/** Conditions that one filter may have: what a person writes has dozens. */
export const MOST_CONDITIONS = 1_000;

/** Filters inside filters. */
export const DEEPEST_FILTER = 60;

/** Turns filter inputs of mirror types into conditions. One a request: it counts. */
export class FilterReader {
  private conditions = 0;

  /**
   * @param path where the input stands, for sentences about mistakes
   * @param readOwn conditions on what is ours, not the event's
   * @throws AppError `input.invalid`, or `query.too_complex` for one that is too large
   */
  object(input: Input, type: MirrorType, path: string, readOwn: OwnReader = readInstance): Filter {
    this.count(path);
    const fields = filterFields(type);
    const parts: Filter[] = [];
    for (const [name, value] of Object.entries(input)) {
      if (value === null || value === undefined) continue;
      const at = `${path}.${name}`;
      const field = fields.get(name);
      if (field) parts.push(...this.field(field, value as Input, at));
      else parts.push(...(this.joined(name, value, type, at, readOwn) ?? readOwn(name, value, at)));
    }
    return all(parts);
  }

  private joined(name: string, value: unknown, type: MirrorType, at: string, readOwn: OwnReader): Filter[] | undefined {
    const read = (part: Input): Filter => this.object(part, type, at, readOwn);
    switch (name) {
      case 'and':
        return [all((value as Input[]).map(read))];
      case 'or':
        return [any((value as Input[]).map(read))];
      case 'not':
        return [not(read(value as Input))];
      default:
        return undefined;
    }
  }

  private field({ field: { key }, isList, type, scalar }: FilterField, value: Input, at: string): Filter[] {
    if (isList) return this.list(key, value, type, scalar, at);
    if (!type) return readTests(value, scalar, at).map((test) => ofValue(key, test));
    const { exists, ...conditions } = value;
    const inside: Filter = { kind: 'inside', key, filter: this.object(conditions, type, at) };
    if (exists !== false) return [inside];
    const asksForMore = Object.values(conditions).some((value) => value !== null && value !== undefined);
    return [not({ kind: 'exists', key }), ...(asksForMore ? [inside] : [])];
  }

  private list(key: string, input: Input, type: MirrorType | undefined, scalar: object, at: string): Filter[] {
    const parts = existence(key, input['exists']);
    for (const quantifier of ['some', 'every', 'none'] as const) {
      const value = input[quantifier];
      if (!isInput(value)) continue;
      const where = `${at}.${quantifier}`;
      this.count(where);
      const filter = type ? this.object(value, type, where) : all(readTests(value, scalar, where).map(ofElement));
      parts.push({ kind: quantifier, key, filter });
    }
    const isEmpty = input['isEmpty'];
    if (typeof isEmpty === 'boolean') parts.push(isEmpty ? { kind: 'isEmpty', key } : notEmpty(key));
    return parts;
  }

  private count(path: string): void {
    const depth = path.split('.').length;
    if (depth > DEEPEST_FILTER) {
      throw new AppError(
        'query.too_complex',
        `\`${path.slice(0, 60)}…\` is ${depth} levels deep; at most ${DEEPEST_FILTER} are read`,
        { details: { limit: 'filterDepth', found: depth, most: DEEPEST_FILTER } },
      );
    }
    if (++this.conditions <= MOST_CONDITIONS) return;
    const advice = 'put alternatives into one `in`';
    throw new AppError(
      'query.too_complex',
      `\`${path.slice(0, 60)}\` has more than ${MOST_CONDITIONS} conditions; ${advice}`,
      { details: { limit: 'conditions', found: this.conditions, most: MOST_CONDITIONS } },
    );
  }
}

/** Reads a condition that is no field of the mirror. */
export type OwnReader = (name: string, value: unknown, path: string) => Filter[];

/** What a test of a value says about the value under a key, or about an element. */
type TestOrAbsence = ReturnType<typeof readTests>[number];

function ofValue(key: string, { test, isNegated }: TestOrAbsence): Filter {
  const filter: Filter = test ? { kind: 'value', key, test } : { kind: 'exists', key };
  return isNegated ? not(filter) : filter;
}

export function ofElement({ test, isNegated }: TestOrAbsence): Filter {
  // Of an element, "there is a value" always holds: lists of plain values hold no null.
  const filter: Filter = test ? { kind: 'element', test } : all([]);
  return isNegated ? not(filter) : filter;
}

function existence(key: string, exists: unknown): Filter[] {
  if (typeof exists !== 'boolean') return [];
  return [exists ? { kind: 'exists', key } : not({ kind: 'exists', key })];
}

function notEmpty(key: string): Filter {
  return all([{ kind: 'exists', key }, not({ kind: 'isEmpty', key })]);
}

function readInstance(name: string, value: unknown): Filter[] {
  // The object is there: the condition is about one.
  if (name === 'exists') return value === true ? [] : [NOTHING];
  const id = parseInstanceId(String(value));
  switch (name) {
    case 'instance':
      return [{ kind: 'instance', relation: 'self', id }];
    case 'descendantOf':
    case 'ancestorOf':
      return [{ kind: 'instance', relation: name, id }];
    default:
      throw new Error(`No filter is called ${name}`);
  }
}
