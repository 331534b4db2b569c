const { availableParallelism } = require('node:os');

const swc = ['@swc/jest', require('./test/support/process/swc-options.json')];

/** One project for each kind of test. `unit` needs neither Redis nor a network. */
const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: '<rootDir>/test/support/process/shared-packages.ts',
  transform: { '^.+\\.[tj]s$': swc },
  // these packages are ES modules, or use an import() that Jest cannot run
  transformIgnorePatterns: ['/node_modules/(?!(jose|@opentelemetry/otlp-exporter-base)/)'],
  setupFiles: ['reflect-metadata'],
  // the built client has a package.json with the same name as its source
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  ...more,
});

const withRedis = {
  globalSetup: '<rootDir>/test/support/redis/start-redis.ts',
  globalTeardown: '<rootDir>/test/support/redis/stop-redis.ts',
};

module.exports = {
  projects: [
    project('unit', ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/conventions/**/*.spec.ts']),
    // parts of `conformance` and `e2e` for the inner loop
    project('quick', [
      '<rootDir>/test/conformance/{declared-capabilities,documented-requests,refusals,value-changes}.spec.ts',
      '<rootDir>/test/e2e/{conditional,shutdown}.spec.ts',
    ]),
    project('sandbox', ['<rootDir>/test/sandbox/**/*.spec.ts']),
    project('sdk', ['<rootDir>/test/sdk/**/*.spec.ts']),
    project(
      'limiter',
      ['<rootDir>/test/limiter/**/*.spec.ts', '<rootDir>/test/locks/**/*.spec.ts'],
      withRedis,
    ),
    // whole processes under faults; on a busy machine they must use less of each quota
    project('fleet', ['<rootDir>/test/fleet/**/*.spec.ts']),
    project('conformance', ['<rootDir>/test/conformance/**/*.spec.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.spec.ts'], withRedis),
    // a gateway whose vendors, network and replicas fail
    project('chaos', ['<rootDir>/test/chaos/**/*.spec.ts'], {
      globalSetup: '<rootDir>/test/chaos/report/set-up.ts',
      globalTeardown: '<rootDir>/test/chaos/report/print-table.ts',
    }),
    project('soak', ['<rootDir>/test/soak/**/*.spec.ts']),
    // runs helm, kubeconform and promtool; skips those that are not installed
    project('chart', ['<rootDir>/test/chart/**/*.spec.ts']),
    // installs a fresh copy of the repository and runs the README's commands
    project('readme', ['<rootDir>/test/readme/**/*.spec.ts']),
    project('browser', ['<rootDir>/test/browser/**/*.spec.ts']),
  ],
  testTimeout: 30_000,
  // many tests wait for real windows, so that a worker needs about a third of a core
  maxWorkers: availableParallelism() + 2,
  // of the tests of a file that are marked as concurrent: they wait, and use little of a core
  maxConcurrency: 20,
};
