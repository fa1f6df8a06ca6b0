const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};
// The only ES module that tests load has to be transformed: Jest loads CommonJS only.
const esModule = '/node_modules/thumbhash/';
transform[`${esModule}.+\\.js$`] = transform['^.+\\.tsx?$'];
const project = (name, timeLimitMs, more = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/tests/localhost/fixtures/'],
  globals: { testTimeLimitMs: timeLimitMs },
  setupFilesAfterEnv: ['<rootDir>/tests/helpers/set-time-limit.js'],
  transform,
  transformIgnorePatterns: [`^(?!.*${esModule}).*/node_modules/`],
  ...more,
});

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    project('unit', 10_000),
    project('replay', 60_000),
    project('integration', 60_000),
    project('localhost', 60_000),
    // Installs packages from npm, so it runs by its own script only: npm run test:libraries.
    ...(process.env.LIBRARIES ? [project('libraries', 180_000)] : []),
    project('infra', 90_000, { globalSetup: '<rootDir>/tests/infra/set-up.ts' }),
    project('package', 120_000),
    project('hostile', 180_000),
    project('browser', 120_000, { globalSetup: '<rootDir>/tests/browser/set-up.ts' }),
    project('e2e', 120_000, {
      globalSetup: '<rootDir>/tests/helpers/e2e-set-up.ts',
      globalTeardown: '<rootDir>/tests/helpers/e2e-tear-down.ts',
    }),
  ],
  reporters: ['default', '<rootDir>/tests/helpers/closing-line-reporter.js'],
  testSequencer: '<rootDir>/tests/helpers/test-sequencer.js',
  maxWorkers: 3,
};
