import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, UnsecuredJWT, type JWTPayload } from 'jose';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import {
  AUDIENCE,
  ISSUER,
  signToken,
  startIssuer,
  type Issuer,
  type KeyPair,
} from '../support/gateway/issuer';

const PATH = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const POD = 'system:serviceaccount:orders:api';

let issuer: Issuer;
let gateway: TestGateway;
let key: KeyPair;

beforeAll(async () => {
  issuer = await startIssuer();
  key = await issuer.publish('one');
  await issuer.publish('rsa', 'RS256');
  const grant = { connections: ['nexconn-sandbox'], access: ['read'], weight: 2 } as const;
  const jwt = issuer.settings({ subjects: [{ subject: POD, client: 'orders', ...grant }] });
  gateway = await startGateway({
    settings: { auth: { apiKeys: [], jwt } },
    server: { trustProxy: true },
  });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

const everything: JWTPayload = { sub: 'orders', connections: ['*'] };
const ago = (seconds: number): number => Math.floor(Date.now() / 1_000) - seconds;
const token = (claims: JWTPayload, by = key) => signToken(by.privateKey, claims);

const read = (credentials: string, path = PATH) =>
  gateway.call('GET', path, {
    headers: {
      Authorization: `Bearer ${credentials}`,
      'X-Forwarded-For': `10.0.0.${Math.ceil(Math.random() * 250)}`,
    },
  });

describe('a token', () => {
  it('lets its subject in', async () => {
    expect((await read(await token(everything))).status).toBe(200);
  });

  it('is for the connections that it names', async () => {
    const other = await token({ sub: 'orders', connections: ['sendbird-sandbox'] });
    expect((await read(other)).body).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await read(await token({ sub: 'orders' }))).status).toBe(403);
    const named = await token({ sub: 'orders', connections: 'nexconn-sandbox other' });
    expect((await read(named)).status).toBe(200);
    const list = (await read(named, '/v1/connections')).body;
    expect(list).toEqual({ connections: [{ name: 'nexconn-sandbox', provider: 'nexconn' }] });
  });

  it('is for the access that it names', async () => {
    const headers = { Authorization: `Bearer ${await token({ ...everything, access: ['read'] })}` };
    expect((await gateway.call('GET', PATH, { headers })).status).toBe(200);
    const write = await gateway.call('PUT', `${PATH}/a`, { body: { value: '' }, headers });
    expect(write.body).toMatchObject({ status: 403, code: 'forbidden' });
    const nothing = await token({ ...everything, access: ['admin'] });
    expect((await read(nothing)).status).toBe(403);
  });

  it('may be a little early or late, as clocks are', async () => {
    expect((await read(await token({ ...everything, exp: ago(0) }))).status).toBe(200);
    expect((await read(await token({ ...everything, exp: ago(5) }))).status).toBe(401);
    expect((await read(await token({ ...everything, nbf: ago(-30) }))).status).toBe(401);
  });

  it('may be for several audiences', async () => {
    expect((await read(await token({ ...everything, aud: ['x', AUDIENCE] }))).status).toBe(200);
    expect((await read(await token({ ...everything, aud: ['x'] }))).status).toBe(401);
  });
});

/** As Kubernetes projects it into a pod. */
const projected = (name: string): JWTPayload => ({
  aud: [AUDIENCE],
  iss: ISSUER,
  iat: ago(60),
  nbf: ago(60),
  exp: ago(-3_600),
  jti: 'ea28ed49-2e11-4280-9ec5-bc3d1d84661a',
  'kubernetes.io': { namespace: 'orders', serviceaccount: { name }, warnafter: ago(-3_000) },
  sub: `system:serviceaccount:orders:${name}`,
});

describe('a ServiceAccount token of Kubernetes', () => {
  it('gets what the configuration grants to its subject, whatever else it claims', async () => {
    const pod = await token({ ...projected('api'), connections: ['*'], access: ['write'] });
    expect((await read(pod)).status).toBe(200);
    expect((await read(pod, '/v1/connections/sendbird-sandbox')).status).toBe(403);
    const headers = { Authorization: `Bearer ${pod}` };
    const write = await gateway.call('PUT', `${PATH}/a`, { body: { value: '' }, headers });
    expect(write.body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('gets nothing where its subject is not named', async () => {
    expect((await read(await token(projected('other')))).body).toMatchObject({ code: 'forbidden' });
  });
});

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const full = (): JWTPayload => ({ ...everything, iss: ISSUER, aud: AUDIENCE, exp: ago(-60) });

/** The public key is public: who signs with it as if it were a secret must not pass. */
const hmac = (secret: string, claims = full()): string => {
  const text = `${encoded({ alg: 'HS256', kid: 'one' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

it.each<[string, () => string | Promise<string>]>([
  ['for another audience', () => token({ ...everything, aud: 'other' })],
  ['of another issuer', () => token({ ...everything, iss: `${ISSUER}/` })],
  ['that has expired', () => token({ ...everything, exp: ago(60) })],
  ['that never expires', () => signToken(key.privateKey, { ...everything, exp: undefined })],
  ['of nobody', () => token({ connections: ['*'] })],
  ['of nobody by name', () => token({ ...everything, sub: '' })],
  ['with another key', async () => token(everything, await generateKeyPair('ES256'))],
  ['without a signature', () => new UnsecuredJWT(full()).encode()],
  [
    'with the algorithm none and some signature',
    () => `${encoded({ alg: 'none' })}.${encoded(full())}.AA`,
  ],
  ['signed with the public key as PEM', async () => hmac(await exportSPKI(key.publicKey))],
  [
    'signed with the public key as JWK',
    async () => hmac(JSON.stringify(await exportJWK(key.publicKey))),
  ],
  [
    'of an algorithm that is not configured, though its key is published',
    async () => {
      const rsa = await issuer.publish('rsa', 'RS256');
      return signToken(rsa.privateKey, everything, { alg: 'RS256', kid: 'rsa' });
    },
  ],
  [
    'that says another algorithm than its key has',
    async () => {
      const rsa = await generateKeyPair('RS256', { extractable: true });
      return signToken(rsa.privateKey, everything, { alg: 'RS256', kid: 'one' });
    },
  ],
  [
    'that brings its own key along',
    async () => {
      const own = await generateKeyPair('ES256', { extractable: true });
      return signToken(own.privateKey, everything, {
        jwk: await exportJWK(own.publicKey),
        kid: 'own',
      });
    },
  ],
  [
    'that was changed',
    async () =>
      (await token(everything)).replace(/\.[^.]+\./, `.${encoded({ ...full(), sub: 'admin' })}.`),
  ],
  ['that is none', () => 'a.b.c'],
  ['of dots', () => '...'],
  ['that is huge', () => `${'a'.repeat(4_000)}.${'b'.repeat(4_000)}.${'c'.repeat(4_000)}`],
])('a token %s is not valid', async (_, make) => {
  const { body, text } = await read(await make());
  expect(body).toMatchObject({ status: 401, code: 'unauthenticated' });
  expect(text).not.toMatch(/jose|signature|algorithm|expired/i);
});
