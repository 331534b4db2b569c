import { findPathFault } from './check-request';

describe('findPathFault', () => {
  it.each([
    '/',
    '/v1/connections/a/channels/direct/b/metadata',
    '/v1/a%2Fb/c',
    '/v1/%C3%A9/c',
    '/v1/...',
    '/v1/.hidden/a..b',
    '/v1/a%2e/b',
    '/v1/%252e%252e/b',
  ])('accepts %s', (path) => {
    expect(findPathFault(path)).toBeUndefined();
  });

  it.each([
    ['//v1', 1],
    ['/v1/', 2],
    ['/v1//b', 2],
    ['/v1/./b', 2],
    ['/v1/../b', 2],
    ['/v1/b/.', 3],
    ['/v1/%2e/b', 2],
    ['/v1/%2E%2e', 2],
    ['/v1/.%2e/b', 2],
    ['/v1/a%2Fb/..', 3],
  ])('refuses %s because of segment %i', (path, segment) => {
    expect(findPathFault(path)).toMatchObject({
      code: 'invalid-request',
      details: {
        errors: [{ pointer: `path/${segment}`, reason: 'must not be empty, "." or ".."' }],
      },
    });
  });

  it.each(['/v1/%', '/v1/%zz', '/v1/%2', '/v1/%ff', '/v1/%c3', '/v1/%ed%a0%80'])(
    'refuses %s, which is not percent-encoded UTF-8',
    (path) => {
      expect(findPathFault(path)).toMatchObject({
        details: { errors: [{ pointer: 'path/2', reason: 'is not percent-encoded UTF-8' }] },
      });
    },
  );

  it('reports the first of several faults', () => {
    expect(findPathFault('/v1/a/%zz/../')).toMatchObject({
      message: 'Segment 3 of the path is not percent-encoded UTF-8.',
    });
  });
});
