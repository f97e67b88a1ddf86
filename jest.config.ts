import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/setup/strip-types.mjs' },
  setupFiles: ['<rootDir>/setup/plain-output.cjs'],
  testSequencer: '<rootDir>/setup/longest-test-first.cjs',
  testMatch: ['<rootDir>/{api,bench,setup,spec-check}/**/*.test.ts'],
  testTimeout: 30_000,
};

export default config;
