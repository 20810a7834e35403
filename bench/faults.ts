import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

/**
 * `npm run bench:faults`: the test of random faults for as long as one likes, with the accounting of the fault tests. The
 * seed decides on the faults and their order, not on what they hit.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: String(Date.now()) } },
});

console.log(`${values.minutes} minutes of faults, seed ${values.seed}`);
const child = spawn(process.execPath, ['node_modules/jest/bin/jest.js', 'test/faults/random-faults'], {
  env: {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    SPOOR_FAULT_MINUTES: values.minutes,
    SPOOR_FAULT_SEED: values.seed,
  },
  stdio: 'inherit',
});
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
