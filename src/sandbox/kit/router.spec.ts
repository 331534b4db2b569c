import * as fc from 'fast-check';

import { findRoute, matchTemplate, splitPath } from './router';

describe('router', () => {
  it('splits before it decodes', () => {
    const segments = splitPath('/channels/ch%20url%2F1%2C%C3%A9/metadata');
    expect(segments).toEqual(['', 'channels', 'ch url/1,é', 'metadata']);
  });

  it('gives back any text that was percent-encoded as one segment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
        const segments = splitPath(`/channels/${encodeURIComponent(id)}`) ?? [];
        expect(matchTemplate('/channels/{id}', segments)).toEqual({ id });
      }),
    );
  });

  it.each(['/%', '/%zz', '/%C3%28', '/a%E4%B8'])('refuses bad percent-encoding: %s', (path) => {
    expect(splitPath(path)).toBeUndefined();
  });

  it('keeps hostile placeholder values as plain text', () => {
    const params = matchTemplate('/{a}/{b}', splitPath('/__proto__/constructor') ?? []);
    expect(params).toEqual({ a: '__proto__', b: 'constructor' });
  });

  it('takes no empty segment, no trailing slash and no other method', () => {
    const routes = [{ method: 'GET', path: '/channels/{id}' }];
    expect(findRoute(routes, 'GET', splitPath('/channels/') ?? [])).toBeUndefined();
    expect(findRoute(routes, 'GET', splitPath('/channels/a/') ?? [])).toBeUndefined();
    expect(findRoute(routes, 'PUT', splitPath('/channels/a') ?? [])).toBeUndefined();
    expect(findRoute(routes, 'GET', splitPath('/channels/a') ?? [])?.params).toEqual({ id: 'a' });
  });
});
