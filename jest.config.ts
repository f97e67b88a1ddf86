import type { Config } from 'jest';

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/spec-check/tests/tools/strip-types.mjs' },
  setupFiles: ['<rootDir>/spec-check/tests/tools/plain-output.cjs'],
  testSequencer: '<rootDir>/spec-check/tests/tools/longest-test-first.cjs',
  testMatch: ['<rootDir>/{api,bench,spec-check}/**/*.test.ts'],
  // What takes longer than a pull request should wait: npm run test:full.
  testPathIgnorePatterns: ['/node_modules/', '\\.full\\.test\\.ts$'],
  testTimeout: 60_000,
  // Most of them wait for containers: two at a time end in two thirds of the time, also on two cores.
  maxWorkers: 2,
  // Node frees no module of a test that has ended: a worker that holds many is slow, and begins anew.
  workerIdleMemoryLimit: '1GB',
} satisfies Config;
