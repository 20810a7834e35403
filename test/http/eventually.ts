import { setTimeout } from 'node:timers/promises';

/** Tries again until it holds, or says in the end why it does not. A busy machine may take a while. */
export async function eventually(check: () => void | Promise<void>, patience = 30_000): Promise<void> {
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
