import { describe, expect, it } from '@jest/globals';
import { ByteBudget } from '../../src/ingest/byte-budget.js';

describe('the budget of bytes', () => {
  it('lets a stream wait until another one gives back', async () => {
    const budget = new ByteBudget(100);
    const [first, second] = [budget.lease(), budget.lease()];
    expect(first.tryGrow(80)).toBe(true);
    expect(second.tryGrow(30)).toBe(false);
    expect(budget.isExhausted).toBe(true);

    const grown = second.grow(30);
    first.shrinkTo(10);
    await grown;

    expect(budget.heldBytes).toBe(40);
    expect(budget.isExhausted).toBe(false);
  });

  it('lets those that wait in by their order, so that a large one is not overtaken without end', async () => {
    const budget = new ByteBudget(100);
    const [holder, large, small] = [budget.lease(), budget.lease(), budget.lease()];
    await holder.grow(90);
    const order: string[] = [];

    const waits = [large.grow(50).then(() => order.push('large')), small.grow(5).then(() => order.push('small'))];
    holder.shrinkTo(0);
    await Promise.all(waits);

    expect(order).toEqual(['large', 'small']);
  });

  it('takes what is larger than all of it when nobody else holds anything', async () => {
    const budget = new ByteBudget(100);
    const [first, second] = [budget.lease(), budget.lease()];
    await first.grow(60);

    expect(first.tryGrow(500)).toBe(true);
    expect(second.tryGrow(1)).toBe(false);
  });

  it('refuses a stream that waits for others which do not move, and not while the database takes something', async () => {
    const budget = new ByteBudget(100, 20);
    const [stuck, moving, late] = [budget.lease(), budget.lease(), budget.lease()];
    await stuck.grow(60);
    await moving.grow(40);
    const release = moving.handOver(40);
    let outcome = 'waits';
    const waiting = late.grow(70).catch((error: { code: string }) => (outcome = error.code));

    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(outcome).toBe('waits');
    release();
    await waiting;

    expect(outcome).toBe('ingest.overloaded');
    expect(budget.heldBytes).toBe(60);
    expect(late.tryGrow(40)).toBe(true);
  });

  it('has all of it back when every chunk and every stream is done', async () => {
    const budget = new ByteBudget(100);
    const lease = budget.lease();
    await lease.grow(70);

    const release = lease.handOver(50);
    lease.shrinkTo(0);
    release();

    expect(budget.heldBytes).toBe(0);
  });
});
