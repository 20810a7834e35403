import { MOST } from './most.js';
import { tooComplex } from './too-complex.js';

/**
 * Refuses variables that are too deep or hold too many values. Level by level, since a deep value would use up the stack of
 * a function that calls itself.
 *
 * @throws AppError `query.too_complex`
 */
export function checkVariables(variables: unknown): void {
  let level: unknown[] = [variables];
  let values = 0;
  for (let depth = 0; level.length; depth++) {
    if (depth > MOST.nesting) throw tooComplex('nesting', 'A variable');
    values += level.length;
    // The object of all variables is no value of one.
    if (values - 1 > MOST.variableValues) throw tooComplex('variableValues', 'The request');
    level = level.flatMap(valuesIn);
  }
}

function valuesIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.length > MOST.list) throw tooComplex('list', 'A variable', value.length);
  return Object.values(value) as unknown[];
}
