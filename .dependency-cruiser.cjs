/**
 * Which part of the source may import which. `npm run deps:check` fails on a violation and prints the
 * comment of its rule. Cycles between folders: test/conventions/folder-cycles.spec.ts.
 */
const UNIT_TESTS = '\\.spec\\.ts$';

/** For each folder below the API: the other folders of `src` that it may import. */
const LAYERS = {
  validation: ['core'],
  config: ['core', 'validation'],
  redis: ['core'],
  limiter: ['core', 'redis'],
  locks: ['core', 'redis', 'limiter'],
  transport: ['core'],
  telemetry: ['core', 'config'],
  gateway: ['core', 'limiter', 'locks', 'transport'],
};

const layerRule = ([folder, imports]) => ({
  name: `${folder}-imports-only-lower-layers`,
  comment:
    'Calls go down: api, gateway, then plans, limiter, locks and transport, then core. A lower layer that imports a higher one could not be read or tested alone.',
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: UNIT_TESTS },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...imports].join('|')})/` },
});

/** Only files that match `folders` may import the packages. */
const packageRule = (name, packages, folders, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: [...folders, UNIT_TESTS] },
  to: { path: packages.map((one) => `node_modules/${one}`) },
});

/** Files that match `from` may import only what matches `allowed`, packages and Node included. */
const onlyRule = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: UNIT_TESTS },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    ...Object.entries(LAYERS).map(layerRule),
    onlyRule(
      'core-imports-only-core',
      '^src/core/',
      ['^src/core/'],
      'The core has the types that all other folders share: no package, no I/O, no framework.',
    ),
    onlyRule(
      'vendors-are-pure',
      '^src/providers/([^/]+)/',
      [
        '^src/core/',
        '^src/providers/$1/',
        'node_modules/class-(validator|transformer)',
        '^(node:)?(crypto|zlib)$',
      ],
      'A vendor folder imports the core and itself. It does no I/O; class-validator describes its settings and options, crypto and zlib sign its requests.',
    ),
    {
      name: 'sandboxes-are-independent',
      comment:
        "A sandbox is written from the vendor's documentation alone. With code of the gateway it would repeat the gateway's errors instead of finding them.",
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'sandboxes-do-not-import-each-other',
      comment: 'The sandbox of a vendor imports itself and the shared kit.',
      severity: 'error',
      from: { path: '^src/sandbox/([^/]+)/' },
      to: { path: '^src/sandbox/([^/]+)/', pathNot: ['^src/sandbox/$1/', '^src/sandbox/kit/'] },
    },
    {
      name: 'api-does-not-import-app',
      comment: 'src/app builds the API and all below it, so the API cannot import src/app.',
      severity: 'error',
      from: { path: '^src/(api|providers)/' },
      to: { path: '^src/(app|bin)/' },
    },
    packageRule(
      'nest-only-in-the-api',
      ['@nestjs', 'express'],
      ['^src/api/', '^src/app/', '^src/bin/'],
      'The layers below the API do not know the web framework.',
    ),
    packageRule(
      'class-validator-only-at-the-edges',
      ['class-validator', 'class-transformer'],
      [
        '^src/api/',
        '^src/config/',
        '^src/validation/',
        '^src/providers/[^/]+/(settings|options)\\.ts$',
      ],
      'Input is validated once, where it enters.',
    ),
    packageRule(
      'http-clients-only-in-transport',
      ['axios', 'undici'],
      ['^src/transport/'],
      'The transport is the only code that sends requests to vendors.',
    ),
    packageRule(
      'ioredis-only-in-redis',
      ['ioredis'],
      ['^src/redis/'],
      'src/redis is the only code that knows the Redis client.',
    ),
    onlyRule(
      'client-is-a-package',
      '^src/client/',
      ['^src/client/'],
      'The client is published as a package of its own, without dependencies.',
    ),
    onlyRule(
      'cli-uses-only-the-client',
      '^src/cli/',
      [
        '^src/cli/',
        '^src/client/index\\.ts$',
        'node_modules/commander',
        '^(node:)?(fs|crypto|path|util/types)$',
      ],
      'The command-line tool uses the public API, as any caller could.',
    ),
    {
      name: 'no-circular',
      comment: 'Files that import each other cannot be understood one by one.',
      severity: 'error',
      from: { pathNot: '^src/client/generated/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that no other file imports is unused.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: [UNIT_TESTS, '^src/bin/healthcheck\\.ts$'],
      },
      to: {},
    },
    {
      name: 'not-to-dev-dependencies',
      comment: 'The image has no development dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: UNIT_TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'Every import must exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
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
