import { parseArgs } from 'node:util';

export interface FeedOptions {
  /** Of delivery in each step, those of warming up not counted. */
  readonly seconds: number;
  /** Of measuring the rate. */
  readonly measure: number;
  /** Of the measured rate at which events are delivered. */
  readonly share: number;
  /** Events a second to deliver, in place of measuring. */
  readonly rate: number | undefined;
  readonly subscribers: readonly number[];
  readonly processes: readonly number[];
  readonly killMinutes: number;
  readonly killEvery: number;
  readonly killSubscribers: number;
  readonly withPolling: boolean;
  readonly folder: string;
}

export function readOptions(): FeedOptions {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '30' },
      measure: { type: 'string', default: '20' },
      share: { type: 'string', default: '0.5' },
      rate: { type: 'string' },
      /** None at all shows what ingest takes by itself. */
      subscribers: { type: 'string', default: '0,1,100,1000' },
      processes: { type: 'string', default: '1,2' },
      'kill-minutes': { type: 'string', default: '2' },
      'kill-every': { type: 'string', default: '20' },
      'kill-subscribers': { type: 'string', default: '100' },
      'without-polling': { type: 'boolean', default: false },
      folder: { type: 'string', default: '.bench/feed' },
    },
  });
  return {
    seconds: number('--seconds', values.seconds, 1),
    measure: number('--measure', values.measure, 1),
    share: number('--share', values.share, 0.01),
    rate: values.rate === undefined ? undefined : number('--rate', values.rate, 1),
    subscribers: numbers('--subscribers', values.subscribers, 0),
    processes: numbers('--processes', values.processes, 1),
    killMinutes: number('--kill-minutes', values['kill-minutes'], 0),
    killEvery: number('--kill-every', values['kill-every'], 5),
    killSubscribers: number('--kill-subscribers', values['kill-subscribers'], 1),
    withPolling: !values['without-polling'],
    folder: values.folder,
  };
}

/** An empty text is no number: the steps are left out. */
function numbers(option: string, text: string, least: number): number[] {
  return text === '' ? [] : text.split(',').map((each) => number(option, each, least));
}

function number(option: string, text: string, least: number): number {
  const found = Number(text);
  if (text !== '' && found >= least) return found;
  throw new Error(`${option} has "${text}" but takes numbers from ${least} on`);
}
