import { CHANNEL, openSandbox, refused, tokenOf, type Reply } from './sandbox';

/** Computed independently of this code, for the secret `sandbox-api-secret`. */
const VECTOR =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzZXJ2ZXIiOnRydWV9.CpgiuEiKPnUq2cBHeb_00ekhKNHZ7Act5TcE15PLbTM';
const HOUR = 3_600;
const seconds = Math.floor(Date.now() / 1_000);

const callWith = (headers: Record<string, string | undefined>, apiKey?: string): Reply =>
  openSandbox().call('GET', CHANNEL, undefined, {
    headers,
    ...(apiKey !== undefined && { apiKey }),
  });

it.each([
  ['the documented test vector', VECTOR],
  ['a token of a user', tokenOf({ user_id: 'ada' })],
  ['a token that is not expired', tokenOf({ server: true, exp: seconds + HOUR })],
  [
    'a token in use since an hour',
    tokenOf({ user_id: 'ada', iat: seconds - HOUR, nbf: seconds - HOUR }),
  ],
])('accepts %s', (_, authorization) => {
  expect(callWith({ authorization }).status).toBe(200);
});

it.each([
  ['no token', undefined, 43],
  ['a token after the word Bearer', `Bearer ${VECTOR}`, 43],
  ['a token of another secret', tokenOf({ server: true }, 'other'), 43],
  ['a token with other claims', VECTOR.replace('eyJzZXJ2ZXIiOnRydWV9', 'eyJ1c2VyX2lkIjoiYSJ9'), 43],
  ['a token without a signature', VECTOR.replace(/[^.]*$/, ''), 43],
  ['the algorithm none', tokenOf({ server: true }, undefined, { alg: 'none' }), 43],
  ['another algorithm', tokenOf({ server: true }, undefined, { alg: 'HS512' }), 43],
  ['a token without a holder', tokenOf({}), 3],
  ['a server that is not true', tokenOf({ server: 'true' }), 3],
  ['an expired token', tokenOf({ server: true, exp: seconds - HOUR }), 40],
  ['a token of the future', tokenOf({ server: true, nbf: seconds + HOUR }), 41],
  ['a token issued in the future', tokenOf({ server: true, iat: seconds + HOUR }), 42],
])('refuses %s', (_, authorization, code) => {
  expect(callWith({ authorization })).toMatchObject(refused(401, code));
});

it.each(['anonymous', undefined])('refuses the authentication type %s', (type) => {
  expect(callWith({ 'stream-auth-type': type })).toMatchObject(refused(401, 3));
});

it('refuses another API key before it looks at the token', () => {
  expect(callWith({ authorization: 'x' }, 'other')).toMatchObject(refused(401, 2));
  expect(callWith({ authorization: 'x' }, '')).toMatchObject(refused(401, 2));
});

it('counts no refused call, and sends no rate limits with it', () => {
  const { quotas, headers } = callWith({ authorization: 'x' });
  expect([quotas, headers]).toEqual([{}, { 'content-type': 'application/json' }]);
});
