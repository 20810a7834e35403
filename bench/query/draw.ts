import type { Random } from '#spoor/simulator/random.js';
import type { EventStock } from './event-stock.js';

const HOUR = 3_600_000;

/** The start of an hour that lies in the stock, as many more hours as are asked for behind it. */
export function drawHour(random: Random, { start, end }: EventStock, hours: number): Date {
  const choices = (end.getTime() - start.getTime()) / HOUR - hours + 1;
  return new Date(start.getTime() + random.below(choices) * HOUR);
}

export function hoursLater(time: Date, hours: number): Date {
  return new Date(time.getTime() + hours * HOUR);
}

/** A range of time as filters take it. */
export function timeFilter(from: Date, to: Date): { gte: string; lt: string } {
  return { gte: from.toISOString(), lt: to.toISOString() };
}

/** That many, each drawn for itself. */
export function times<T>(count: number, draw: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => draw(index));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
