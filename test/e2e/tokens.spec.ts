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
import { recordLog } from '../support/gateway/log-lines';

const PATH = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const POD = 'system:serviceaccount:orders:api';

let issuer: Issuer;
let gateway: TestGateway;
let key: KeyPair;
const OTHER_ISSUER = 'https://other.test';
let other: Issuer;
let otherKey: KeyPair;
const log = recordLog();

beforeAll(async () => {
  issuer = await startIssuer();
  key = await issuer.publish('one');
  await issuer.publish('rsa', 'RS256');
  const grants = [{ connections: ['nexconn-sandbox'], access: ['read'] as const }];
  const own = issuer.settings({
    subjects: [
      { subject: POD, client: 'orders', grants, weight: 2 },
      { subject: 'capped', client: 'capped', grants, weight: 1, maxConcurrent: 1 },
    ],
  });
  other = await startIssuer();
  otherKey = await other.publish('one');
  gateway = await startGateway({
    settings: { auth: { apiKeys: [], issuers: [own, other.settings({ issuer: OTHER_ISSUER })] } },
    server: { trustProxy: true },
    logger: log.logger,
  });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
  await other.close();
});

const allClaims: JWTPayload = { sub: 'orders', connections: ['*'] };
/** Unix seconds. */
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
  it('authenticates its subject', async () => {
    expect((await read(await token(allClaims))).status).toBe(200);
  });

  it('grants the connections that it names', async () => {
    const other = await token({ sub: 'orders', connections: ['sendbird-sandbox'] });
    expect((await read(other)).body).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await read(await token({ sub: 'orders' }))).status).toBe(403);
    const named = await token({ sub: 'orders', connections: 'nexconn-sandbox other' });
    expect((await read(named)).status).toBe(200);
    const list = (await read(named, '/v1/connections')).body;
    expect(list).toEqual({ connections: [{ name: 'nexconn-sandbox', provider: 'nexconn' }] });
  });

  it('grants the access that it names', async () => {
    const headers = { Authorization: `Bearer ${await token({ ...allClaims, access: ['read'] })}` };
    expect((await gateway.call('GET', PATH, { headers })).status).toBe(200);
    const write = await gateway.call('PUT', `${PATH}/a`, { body: { value: '' }, headers });
    expect(write.body).toMatchObject({ status: 403, code: 'forbidden' });
    const cooldown = '/v1/connections/nexconn-sandbox/quotas/group-message/cooldown';
    const end = async (claims: JWTPayload) => {
      const Authorization = `Bearer ${await token({ ...allClaims, ...claims })}`;
      return (await gateway.call('DELETE', cooldown, { headers: { Authorization } })).status;
    };
    expect(await end({})).toBe(403);
    expect(await end({ access: 'read write' })).toBe(403);
    expect(await end({ access: 'operate' })).toBe(204);
    const nothing = await token({ ...allClaims, access: ['admin'] });
    expect((await read(nothing)).status).toBe(403);
  });

  it('grants each connection the access that its grants name', async () => {
    const grants = [
      { connections: ['nexconn-sandbox'], access: ['read'] },
      { connections: 'sendbird-sandbox', access: 'read operate' },
      { connections: ['*'] },
      { access: ['read'] },
      'nonsense',
    ];
    // the claims for a single grant do not add to the grants
    const mixed = await token({ ...allClaims, access: 'read write operate', grants });
    expect((await read(mixed)).status).toBe(200);
    const headers = { Authorization: `Bearer ${mixed}` };
    const endCooldown = async (connection: string, quota: string) => {
      const path = `/v1/connections/${connection}/quotas/${quota}/cooldown`;
      return (await gateway.call('DELETE', path, { headers })).status;
    };
    expect(await endCooldown('nexconn-sandbox', 'group-message')).toBe(403);
    expect(await endCooldown('sendbird-sandbox', 'get')).toBe(204);
    for (const nothing of [{}, 'all', [], null])
      expect((await read(await token({ ...allClaims, grants: nothing }))).status).toBe(403);
  });

  it('is verified with the keys of its own issuer only', async () => {
    const claims = { ...allClaims, iss: OTHER_ISSUER };
    expect((await read(await token(claims, otherKey))).status).toBe(200);
    expect((await read(await token(claims, key))).status).toBe(401);
    expect((await read(await token(allClaims, otherKey))).status).toBe(401);
    // the subjects of the first issuer are not those of the other
    expect((await read(await token({ iss: OTHER_ISSUER, sub: POD }, otherKey))).status).toBe(403);
  });

  it('has no more calls under way than its subject may have', async () => {
    const headers = { Authorization: `Bearer ${await token({ sub: 'capped' })}` };
    const stream = new AbortController();
    const open = await fetch(`${gateway.url}/v1/events?follow=true`, {
      headers,
      signal: stream.signal,
    });
    expect(open.status).toBe(200);
    expect((await gateway.call('GET', PATH, { headers })).body).toMatchObject({
      status: 503,
      code: 'overloaded',
    });
    stream.abort();
  });

  it('may be expired or early by a few seconds, as clocks differ', async () => {
    expect((await read(await token({ ...allClaims, exp: ago(0) }))).status).toBe(200);
    expect((await read(await token({ ...allClaims, exp: ago(5) }))).status).toBe(401);
    expect((await read(await token({ ...allClaims, nbf: ago(-30) }))).status).toBe(401);
  });

  it('may have several audiences', async () => {
    expect((await read(await token({ ...allClaims, aud: ['x', AUDIENCE] }))).status).toBe(200);
    expect((await read(await token({ ...allClaims, aud: ['x'] }))).status).toBe(401);
  });
});

/** The claims of a token that Kubernetes projects into a pod. */
const serviceAccountClaims = (name: string): JWTPayload => ({
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
  it('gets the rights that the configuration grants to its subject, not those in its claims', async () => {
    const pod = await token({
      ...serviceAccountClaims('api'),
      connections: ['*'],
      access: ['write'],
    });
    expect((await read(pod)).status).toBe(200);
    expect((await read(pod, '/v1/connections/sendbird-sandbox')).status).toBe(403);
    const headers = { Authorization: `Bearer ${pod}` };
    const write = await gateway.call('PUT', `${PATH}/a`, { body: { value: '' }, headers });
    expect(write.body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('gets no rights if its subject is not configured', async () => {
    expect((await read(await token(serviceAccountClaims('other')))).body).toMatchObject({
      code: 'forbidden',
    });
  });
});

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const validClaims = (): JWTPayload => ({ ...allClaims, iss: ISSUER, aud: AUDIENCE, exp: ago(-60) });

/** A token signed with HMAC and the public key as its secret: anyone could create one. */
const hmac = (secret: string, claims = validClaims()): string => {
  const text = `${encoded({ alg: 'HS256', kid: 'one' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

it.each<[string, string, () => string | Promise<string>]>([
  ['for another audience', 'audience', () => token({ ...allClaims, aud: 'other' })],
  ['of another issuer', 'issuer', () => token({ ...allClaims, iss: `${ISSUER}/` })],
  ['that has expired', 'expired', () => token({ ...allClaims, exp: ago(60) })],
  [
    'that never expires',
    'no expiry',
    () => signToken(key.privateKey, { ...allClaims, exp: undefined }),
  ],
  ['without a subject', 'no subject', () => token({ connections: ['*'] })],
  ['with an empty subject', 'no subject', () => token({ ...allClaims, sub: '' })],
  ['with another key', 'signature', async () => token(allClaims, await generateKeyPair('ES256'))],
  ['without a signature', 'unknown key', () => new UnsecuredJWT(validClaims()).encode()],
  [
    'with the algorithm none and some signature',
    'algorithm',
    () => `${encoded({ alg: 'none' })}.${encoded(validClaims())}.AA`,
  ],
  [
    'signed with the public key as PEM',
    'algorithm',
    async () => hmac(await exportSPKI(key.publicKey)),
  ],
  [
    'signed with the public key as JWK',
    'algorithm',
    async () => hmac(JSON.stringify(await exportJWK(key.publicKey))),
  ],
  [
    'of an algorithm that is not configured, though its key is published',
    'algorithm',
    async () => {
      const rsa = await issuer.publish('rsa', 'RS256');
      return signToken(rsa.privateKey, allClaims, { alg: 'RS256', kid: 'rsa' });
    },
  ],
  [
    'whose algorithm is not that of its key',
    'algorithm',
    async () => {
      const rsa = await generateKeyPair('RS256', { extractable: true });
      return signToken(rsa.privateKey, allClaims, { alg: 'RS256', kid: 'one' });
    },
  ],
  [
    'that contains its own key',
    'unknown key',
    async () => {
      const own = await generateKeyPair('ES256', { extractable: true });
      return signToken(own.privateKey, allClaims, {
        jwk: await exportJWK(own.publicKey),
        kid: 'own',
      });
    },
  ],
  [
    'whose claims were changed',
    'signature',
    async () =>
      (await token(allClaims)).replace(
        /\.[^.]+\./,
        `.${encoded({ ...validClaims(), sub: 'admin' })}.`,
      ),
  ],
  ['that is not a token', 'malformed', () => 'a.b.c'],
  ['of dots only', 'unknown key', () => '...'],
  [
    'that is huge',
    'malformed',
    () => `${'a'.repeat(4_000)}.${'b'.repeat(4_000)}.${'c'.repeat(4_000)}`,
  ],
])('rejects a token %s, and logs the reason: %s', async (_, reason, make) => {
  const { body, text, headers } = await read(await make());
  expect(body).toMatchObject({ status: 401, code: 'unauthenticated' });
  expect(text).not.toMatch(/jose|signature|algorithm|expired/i);
  const line = await log.ofRequest(headers.get('X-Request-Id') ?? '');
  expect(line).toMatchObject({ level: 'info', problem: 'unauthenticated', reason });
});
