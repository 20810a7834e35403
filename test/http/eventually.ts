import { setTimeout } from 'node:timers/promises';

/** Tries again for some seconds until it holds, or says why it does not. */
export async function eventually(check: () => void | Promise<void>, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(20);
    }
  }
}
