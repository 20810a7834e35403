import { describe, expect, it } from '@jest/globals';
import DataLoader from 'dataloader';
import { setTimeout } from 'node:timers/promises';
import { WaveScheduler } from '../../src/events/wave-scheduler.js';

/** Loaders by name, one a wave in the order of the names, that write down their batches. */
function loaders(...names: readonly string[]) {
  const scheduler = new WaveScheduler();
  const batches: string[] = [];
  const made = names.map((name, wave) => {
    const load = async (keys: readonly string[]): Promise<string[]> => {
      batches.push(`${name}: ${keys.join(' ')}`);
      await setTimeout(5);
      return keys.map((key) => `${name} ${key}`);
    };
    const loader = new DataLoader<string, string>((keys) => scheduler.during(() => load(keys)), {
      batchScheduleFn: scheduler.schedule(wave),
    });
    return [name, loader] as const;
  });
  return { batches, scheduler, ...Object.fromEntries(made) } as Readonly<Record<string, DataLoader<string, string>>> & {
    readonly batches: string[];
    readonly scheduler: WaveScheduler;
  };
}

describe('loaders in waves', () => {
  it('run one batch each, whatever the order of their keys', async () => {
    const { a, b, c, batches } = loaders('a', 'b', 'c');

    await Promise.all([c!.load('1'), a!.load('1'), b!.load('1'), c!.load('2'), b!.load('2'), a!.load('2')]);

    expect(batches).toEqual(['a: 1 2', 'b: 1 2', 'c: 1 2']);
  });

  it('meet in one batch of the last wave, by however many steps its keys become known', async () => {
    const { a, b, c, batches } = loaders('a', 'b', 'c');
    const direct = c!.load('direct');
    const afterA = a!.load('x').then(() => c!.load('after a'));
    const afterB = b!.load('y').then(() => c!.load('after b'));
    const afterBoth = a!
      .load('z')
      .then(() => b!.load('z'))
      .then(() => c!.load('after both'));

    await Promise.all([direct, afterA, afterB, afterBoth]);

    expect(batches).toEqual(['a: x z', 'b: y z', 'c: direct after a after b after both']);
  });

  it('load again when more is asked for after they ran', async () => {
    const { a, b, batches } = loaders('a', 'b');

    await Promise.all([a!.load('1'), b!.load('1')]);
    await Promise.all([b!.load('2'), a!.load('2')]);

    expect(batches).toEqual(['a: 1', 'b: 1', 'a: 2', 'b: 2']);
  });

  it('go on after a batch of nothing but known keys', async () => {
    const { a, b, batches } = loaders('a', 'b');
    await a!.load('1');

    const answers = await Promise.all([a!.load('1'), b!.load('1')]);

    expect(answers).toEqual(['a 1', 'b 1']);
    expect(batches).toEqual(['a: 1', 'b: 1']);
  });

  it('go on after one of them failed', async () => {
    const { b, scheduler, batches } = loaders('a', 'b');
    const failing = new DataLoader<string, string>(() => scheduler.during(() => Promise.reject(new Error('gone'))), {
      batchScheduleFn: scheduler.schedule(0),
    });

    const answers = await Promise.allSettled([failing.load('1'), b!.load('1'), failing.load('2')]);

    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(batches).toEqual(['b: 1']);
  });

  it('go on after one of them threw before it began', async () => {
    const { b, scheduler } = loaders('a', 'b');
    const throwing = new DataLoader<string, string>(
      () =>
        scheduler.during(() => {
          throw new Error('gone');
        }),
      { batchScheduleFn: scheduler.schedule(0) },
    );

    const answers = await Promise.allSettled([throwing.load('1'), b!.load('1')]);

    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('of one wave run side by side', async () => {
    const scheduler = new WaveScheduler();
    let running = 0;
    let most = 0;
    const loader = () =>
      new DataLoader<string, string>(
        (keys) =>
          scheduler.during(async () => {
            most = Math.max(most, ++running);
            await setTimeout(5);
            running--;
            return [...keys];
          }),
        { batchScheduleFn: scheduler.schedule(1) },
      );
    const [first, second] = [loader(), loader()];

    await Promise.all([first.load('1'), second.load('1')]);

    expect(most).toBe(2);
  });
});
