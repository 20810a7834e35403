/**
 * Entry of the server under test: `spoor serve` as it is, in a process that also tells its parent how much memory is
 * left after a collection (`node --expose-gc`).
 */
process.on('message', () => {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heapUsed });
});
process.channel?.unref();
process.argv.splice(2, Infinity, 'serve');
await import('#spoor/cli.js');
