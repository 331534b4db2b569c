/** Which folder may import which. Each rule has a comment with its reason. */
/** Files under `from` may import `allowed` only. */
const allowOnly = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: ['\\.spec\\.ts$'] },
  to: { pathNot: allowed },
});
/** Only files under `folders` may import `packages`. */
const restrictPackages = (name, packages, folders, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: [...folders, '\\.spec\\.ts$'] },
  to: { path: packages.map((one) => `node_modules/${one}`) },
});

module.exports = {
  forbidden: [
    allowOnly(
      'core-imports-only-core',
      '^src/core/',
      ['^src/core/'],
      'All other folders share the types of core.',
    ),
    {
      name: 'a-provider-imports-only-core-and-its-own-folder',
      comment:
        'Providers do no I/O and are independent of each other; their schemas are class-validator classes.',
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
      name: 'a-sandbox-imports-only-sandboxes',
      comment: 'A sandbox that shares code with the gateway would share its mistakes.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'a-sandbox-vendor-imports-only-its-own-folder-and-the-kit',
      comment: 'Sandboxes of different vendors are independent of each other.',
      severity: 'error',
      from: { path: '^src/sandbox/([^/]+)/' },
      to: { path: '^src/sandbox/([^/]+)/', pathNot: ['^src/sandbox/$1/', '^src/sandbox/kit/'] },
    },
    restrictPackages(
      'nest-only-in-api-app-and-bin',
      ['@nestjs', 'nestjs-pino', 'express'],
      ['^src/api/', '^src/app/', '^src/bin/'],
      'The layers below the API do not depend on the framework.',
    ),
    restrictPackages(
      'class-validator-only-where-input-enters',
      ['class-validator', 'class-transformer'],
      [
        '^src/api/',
        '^src/config/',
        '^src/validation/',
        '^src/providers/[^/]+/(settings|options)\\.ts$',
      ],
      'Input is validated once.',
    ),
    restrictPackages(
      'axios-only-in-transport',
      ['axios', 'undici'],
      ['^src/transport/'],
      'One folder sends requests to vendors.',
    ),
    restrictPackages(
      'ioredis-only-in-redis',
      ['ioredis'],
      ['^src/redis/'],
      'One folder connects to Redis.',
    ),
    {
      name: 'lower-layers-do-not-import-upper-ones',
      comment: 'The order is api → gateway → providers, limiter, transport → core.',
      severity: 'error',
      from: {
        path: '^src/(gateway|limiter|locks|redis|transport|providers|config|validation|tracing)/',
      },
      to: { path: '^src/(api|app|bin)/' },
    },
    allowOnly(
      'the-client-imports-only-itself',
      '^src/client/',
      ['^src/client/'],
      'It is published as a package of its own.',
    ),
    allowOnly(
      'the-command-line-tool-imports-only-the-client',
      '^src/cli/',
      [
        '^src/cli/',
        '^src/client/index\\.ts$',
        'node_modules/commander',
        '^(node:)?(fs|crypto|util/types)$',
      ],
      'It uses the public API, like any other client.',
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
