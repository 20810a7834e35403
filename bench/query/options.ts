import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly events: number;
  readonly seed: number;
  /** For each case and number of clients. */
  readonly seconds: number;
  /** For each case and number of clients, in place of the seconds. */
  readonly requests: number | undefined;
  /** Names of cases; empty for all of them. */
  readonly only: readonly string[];
  readonly withBaseline: boolean;
}

export function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '10' },
      requests: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      'without-baseline': { type: 'boolean', default: false },
    },
  });
  return {
    events: positive('--events', values.events),
    seed: positive('--seed', values.seed),
    seconds: positive('--seconds', values.seconds),
    requests: values.requests === undefined ? undefined : positive('--requests', values.requests),
    only: values.only,
    withBaseline: !values['without-baseline'],
  };
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`${option} is "${text}" but must be a number above 0`);
}
