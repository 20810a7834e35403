import { availableParallelism } from 'node:os';

// As the program runs it: otherwise graphql-js checks every value for being of its own realm.
process.env.NODE_ENV = 'production';

/** Tests run from source: SWC turns TypeScript into ESM, Node's own module loader runs it. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  // Generous: whoever waits, waits for a condition, and a busy machine may take a while.
  testTimeout: 120_000,
  // Many tests wait for a process or for Postgres, so one worker would leave even a small machine idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Modules of files that are done stay in memory, and collecting that garbage takes ever longer.
  workerIdleMemoryLimit: '1GB',
};
