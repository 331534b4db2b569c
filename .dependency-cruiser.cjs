/** Which folder may import which; each rule says why. */
const only = (name, from, allowed, comment, except) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: ['\\.spec\\.ts$', ...(except ?? [])] },
  to: { pathNot: allowed },
});
const keepIn = (name, packages, folders, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: [...folders, '\\.spec\\.ts$'] },
  to: { path: packages.map((one) => `node_modules/${one}`) },
});

module.exports = {
  forbidden: [
    only(
      'core-is-alone',
      '^src/core/',
      ['^src/core/'],
      'The core is the language that everything else speaks.',
    ),
    {
      name: 'a-vendor-knows-core-and-itself',
      comment:
        'Vendors do no I/O and never look at each other; their schemas are class-validator classes.',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^src/core/',
          '^src/providers/$1/',
          'node_modules/class-(validator|transformer)',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'a-sandbox-knows-nothing-of-ours',
      comment: 'A sandbox must be able to disagree with the gateway.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'a-sandbox-vendor-knows-itself-and-the-kit',
      comment: 'One vendor is not explained by another.',
      severity: 'error',
      from: { path: '^src/sandbox/([^/]+)/' },
      to: { path: '^src/sandbox/([^/]+)/', pathNot: ['^src/sandbox/$1/', '^src/sandbox/kit/'] },
    },
    keepIn(
      'nest-stays-in-the-api',
      ['@nestjs', 'nestjs-pino', 'express'],
      ['^src/api/', '^src/app/', '^src/bin/'],
      'Nothing below the API knows the framework.',
    ),
    keepIn(
      'validation-at-the-edges',
      ['class-validator', 'class-transformer'],
      [
        '^src/api/',
        '^src/config/',
        '^src/validation/',
        '^src/providers/[^/]+/(settings|options)\\.ts$',
      ],
      'Input is checked once, where it enters.',
    ),
    keepIn(
      'axios-stays-in-transport',
      ['axios', 'undici'],
      ['^src/transport/'],
      'One place talks to vendors.',
    ),
    keepIn('ioredis-stays-in-redis', ['ioredis'], ['^src/redis/'], 'One folder knows the client.'),
    {
      name: 'nothing-calls-back-up',
      comment: 'api → gateway → providers, limiter, transport → core.',
      severity: 'error',
      from: {
        path: '^src/(gateway|limiter|locks|redis|transport|providers|config|validation|tracing)/',
      },
      to: { path: '^src/(api|app|bin)/' },
    },
    only(
      'the-client-is-alone',
      '^src/client/',
      ['^src/client/'],
      'It is a package of its own, for whoever calls the gateway.',
    ),
    only(
      'the-tool-knows-the-client',
      '^src/cli/',
      [
        '^src/cli/',
        '^src/client/index\\.ts$',
        'node_modules/commander',
        '^(node:)?(fs|crypto|util/types)$',
      ],
      'It can do what every caller can.',
    ),
    {
      name: 'no-circular',
      severity: 'error',
      from: { pathNot: '^src/client/generated/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['\\.spec\\.ts$', '^src/bin/healthcheck\\.ts$'],
      },
      to: {},
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
