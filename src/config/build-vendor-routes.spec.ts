import type { Quota } from '../core/quota';
import { buildVendorRoutes } from './build-vendor-routes';
import { Faults } from './faults';

const QUOTAS: readonly (Quota & { readonly reserve: number })[] = [
  { name: 'post', limit: 20, reserve: 0, windowMs: 1_000, unit: 'requests', source: 'a page' },
  { name: 'kept', limit: 20, reserve: 15, windowMs: 1_000, unit: 'requests', source: 'a page' },
  {
    name: 'attributes',
    limit: 5,
    reserve: 0,
    windowMs: 1_000,
    unit: 'requests',
    source: 'a page',
    per: 'channel',
  },
];
const ROUTE = { method: 'POST' as const, path: '/v3/users', draws: { post: 1 } };

function build(...routes: readonly object[]) {
  const faults = new Faults();
  const sections = routes.map((route) => ({ ...ROUTE, ...route }));
  return {
    built: buildVendorRoutes(sections, QUOTAS, '/routes', faults),
    faults: faults.lines('file'),
  };
}

it('reads numbers of tokens, counted lists of a body, and counted fields of a form', () => {
  const { built, faults } = build(
    { path: '/v3/{a}/b', draws: { post: 2 } },
    { path: '/a', draws: { post: 'count(body.to.ids)' } },
    { path: '/b', draws: { post: 'count(form.to)' } },
    { method: 'HEAD', path: '/c', draws: {} },
  );
  expect(faults).toEqual([]);
  expect(built.map(({ draws }) => draws.map(({ tokens }) => tokens))).toEqual([
    [2],
    [{ kind: 'body', names: ['to', 'ids'] }],
    [{ kind: 'form', names: ['to'] }],
    [],
  ]);
});

it.each([
  '',
  '/',
  'v3/users',
  '/v3//users',
  '/v3/users/',
  '/v3/..',
  '/v3/.',
  '/v3/%2e%2e',
  '/v3/a;b',
  '/v3/a\\b',
  '/v3/a?b=c',
  '/v3/a#b',
  '//host/a',
  'http://host/a',
  '/v3/{a}b',
  '/v3/{a',
  '/v3/{}',
  '/v3/*',
])('refuses the path %j', (path) => {
  expect(build({ path }).faults).toEqual([
    expect.stringMatching(/^routes\[0\]\.path: must have segments/),
  ]);
});

it.each([
  0,
  -1,
  1.5,
  NaN,
  null,
  true,
  [],
  {},
  '1',
  'count()',
  'count(body)',
  'count(body.)',
  'count(body.a[0])',
  'count(form.a.b)',
  'count(header.a)',
  'body.a',
  'count(body.a) ',
])('refuses the tokens %j', (tokens) => {
  expect(build({ draws: { post: tokens } }).faults).toEqual([
    expect.stringMatching(/^routes\[0\]\.draws\.post: .*count\(body\.field\)/),
  ]);
});

it('refuses quotas that the vendor does not have, and those of one channel', () => {
  expect(build({ draws: { put: 1, attributes: 1, 'a/b': 1 } }).faults).toEqual([
    'routes[0].draws.put: is not a quota of the vendor: post, kept',
    expect.stringContaining('routes[0].draws.attributes: is a quota per channel'),
    'routes[0].draws.a/b: is not a quota of the vendor: post, kept',
  ]);
});

it('refuses more tokens than a quota has, because every call would be refused', () => {
  const { faults } = build(
    { path: '/a', draws: { post: 20, kept: 5 } },
    { path: '/b', draws: { post: 21, kept: 6 } },
    { path: '/c', draws: { post: 'count(body.ids)', attributes: 9 } },
  );
  expect(faults).toEqual([
    'routes[1].draws.post: must be at most 20, the limit, or every call would be refused',
    'routes[1].draws.kept: must be at most 5, the limit less the reserve, or every call would be refused',
    expect.stringContaining('routes[2].draws.attributes: is a quota per channel'),
  ]);
});

it('refuses a second route for the same requests', () => {
  const { faults } = build(
    { path: '/v3/{a}/b' },
    { path: '/v3/{c}/b' },
    { method: 'PUT', path: '/v3/{a}/b' },
  );
  expect(faults).toEqual(['routes[1].path: repeats an earlier route']);
});
