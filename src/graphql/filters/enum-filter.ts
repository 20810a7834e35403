import type { Input } from './input.js';
import { addField, newInput, type InputClass } from './value-filters.js';

/** The filter input of an enum. */
export function enumFilter(name: string, type: object): InputClass {
  const input = newInput(`${name}Filter`, 'Which of the values. Everything given must hold.');
  addField(input, 'eq', () => type, 'Equal to this.');
  addField(input, 'ne', () => type, 'Not equal to this.');
  addField(input, 'in', () => [type], 'One of these.');
  addField(input, 'notIn', () => [type], 'None of these.');
  return input;
}

/** Whether a value passes. A `null` is no value, so nothing equals it. */
export function passesEnum(value: string, input: Input): boolean {
  return Object.entries(input).every(([operator, given]) => {
    if (given === undefined) return true;
    const isListed = ([given].flat() as unknown[]).includes(value);
    return operator === 'ne' || operator === 'notIn' ? !isListed : isListed;
  });
}
