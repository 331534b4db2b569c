import * as fc from 'fast-check';

import { findRoute, matchTemplate, splitPath } from './router';

describe('router', () => {
  it('splits the path before it decodes the segments', () => {
    const segments = splitPath('/channels/ch%20url%2F1%2C%C3%A9/metadata');
    expect(segments).toEqual(['', 'channels', 'ch url/1,é', 'metadata']);
  });

  it('decodes any text that was percent-encoded as one segment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
        const segments = splitPath(`/channels/${encodeURIComponent(id)}`) ?? [];
        expect(matchTemplate('/channels/{id}', segments)).toEqual({ id });
      }),
    );
  });

  it.each(['/%', '/%zz', '/%C3%28', '/a%E4%B8'])('rejects bad percent-encoding: %s', (path) => {
    expect(splitPath(path)).toBeUndefined();
  });

  it('keeps hostile placeholder values as plain text', () => {
    const params = matchTemplate('/{a}/{b}', splitPath('/__proto__/constructor') ?? []);
    expect(params).toEqual({ a: '__proto__', b: 'constructor' });
  });

  it('rejects empty segments, trailing slashes and other methods', () => {
    const routes = [{ method: 'GET', path: '/channels/{id}' }];
    expect(findRoute(routes, 'GET', splitPath('/channels/') ?? [])).toBeUndefined();
    expect(findRoute(routes, 'GET', splitPath('/channels/a/') ?? [])).toBeUndefined();
    expect(findRoute(routes, 'PUT', splitPath('/channels/a') ?? [])).toBeUndefined();
    expect(findRoute(routes, 'GET', splitPath('/channels/a') ?? [])?.params).toEqual({ id: 'a' });
  });
});
