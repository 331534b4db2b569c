import fc from 'fast-check';
import { drawsOf, findVendorRoute, type VendorRoute } from './vendor-route';

const ROUTES: readonly VendorRoute[] = [
  { method: 'GET', path: '/v3/users/{id}', draws: [] },
  { method: 'POST', path: '/v3/{kind}/messages', draws: [] },
];

/** Texts that servers read in different ways. */
const HARD = fc.constantFrom(
  ...['..', '.', '/', '//', '\\', ';', ';x', '?', '#', '@', ':', '*', '{id}', ' ', '\t', '\r\n'],
  ...['%2e', '%2E%2e', '%2f', '%5c', '%3b', '%3f', '%23', '%00', '%0d%0a', '%7f', '%20', '%'],
  ...['%252e%252e', '%252f', '%25', '%2', '%zz', '%c0%ae', '%e2%80%a8', '%uff0e', '\u202e', 'é'],
  ...['v3', 'V3', 'users', 'messages', 'a', 'http://evil.example', 'admin'],
);
const segment = fc.array(HARD, { maxLength: 4 }).map((parts) => parts.join(''));
const path = fc.oneof(
  segment.map((text) => `/v3/users/${text}`),
  segment.map((text) => `/v3/${text}/messages`),
  fc.array(HARD, { maxLength: 8 }).map((parts) => parts.join('')),
);

/** Every text that a server may see when it decodes a path as often as it likes. */
function readings(text: string): string[] {
  const all = [text];
  for (let times = 0; times < 6; times += 1) {
    const last = all.at(-1) ?? '';
    all.push(
      last.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    );
  }
  return all;
}

it('matches no path that some server may read as another one', () => {
  let matches = 0;
  fc.assert(
    fc.property(path, fc.constantFrom('GET', 'POST'), (text, method) => {
      const route = findVendorRoute(ROUTES, method, text);
      if (route === undefined) return;
      matches += 1;
      const parts = route.path.split('/').length;
      for (const reading of readings(text)) {
        const segments = reading.split(/[/\\]/);
        expect(segments).toHaveLength(parts);
        for (const one of segments.slice(1))
          expect(['', '.', '..']).not.toContain(one.split(';')[0]);
        expect(reading).toMatch(/^[ !"$->@-~\u0080-\u{10ffff}]*$/u);
      }
    }),
    { numRuns: 5_000 },
  );
  expect(matches).toBeGreaterThan(50);
});

it('matches by method, in the order of the configuration', () => {
  expect(findVendorRoute(ROUTES, 'GET', '/v3/users/a')).toBe(ROUTES[0]);
  expect(findVendorRoute(ROUTES, 'HEAD', '/v3/users/a')).toBeUndefined();
  expect(findVendorRoute(ROUTES, 'get', '/v3/users/a')).toBeUndefined();
});

it('counts lists in nested members, and one for everything else', () => {
  const route = (names: readonly string[]): VendorRoute => ({
    method: 'POST',
    path: '/a',
    draws: [{ quota: 'q', tokens: { kind: 'body', names } }],
  });
  const tokens = (names: readonly string[], body: string) =>
    drawsOf(route(names), Buffer.from(body))[0]?.tokens;
  expect(tokens(['a', 'b'], '{"a":{"b":[1,2,3]}}')).toBe(3);
  expect(tokens(['a', 'b'], '{"a":[1,2]}')).toBe(1);
  expect(tokens(['a'], '{"a":[]}')).toBe(1);
  expect(tokens(['__proto__'], '{}')).toBe(1);
  expect(tokens(['length'], '[1,2]')).toBe(1);
});
