import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair, type JWTPayload } from 'jose';
import { startGateway, type TestGateway } from '../support/gateway';

const ISSUER = 'https://issuer.test';
const AUDIENCE = 'chat-metadata-gateway';
const PATH = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';

type Key = Awaited<ReturnType<typeof generateKeyPair>>;

let published: object[] = [];
let issuer: Server;
let gateway: TestGateway;
let key: Key;

beforeAll(async () => {
  key = await generateKeyPair('ES256');
  published = [{ ...(await exportJWK(key.publicKey)), kid: 'one', alg: 'ES256' }];
  issuer = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const { port } = issuer.address() as AddressInfo;
  gateway = await startGateway({
    settings: {
      auth: {
        apiKeys: [],
        jwt: {
          issuer: ISSUER,
          audience: AUDIENCE,
          jwksUri: `http://127.0.0.1:${port}/jwks.json`,
          algorithms: ['ES256'],
          connectionsClaim: 'connections',
          accessClaim: 'access',
          subjects: [],
          clockSkewMs: 1_000,
        },
      },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  issuer.closeAllConnections();
  await new Promise((resolve) => issuer.close(resolve));
});

const everything: JWTPayload = { sub: 'orders', connections: ['*'] };

const token = (claims: JWTPayload, more: { key?: Key; audience?: string; expires?: string } = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(ISSUER)
    .setAudience(more.audience ?? AUDIENCE)
    .setExpirationTime(more.expires ?? '1m')
    .sign((more.key ?? key).privateKey);

const read = async (credentials: string) =>
  gateway.call('GET', PATH, { headers: { Authorization: `Bearer ${credentials}` } });

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
  });

  it('is for the access that it names', async () => {
    const headers = { Authorization: `Bearer ${await token({ ...everything, access: ['read'] })}` };
    expect((await gateway.call('GET', PATH, { headers })).status).toBe(200);
    const write = await gateway.call('PUT', `${PATH}/a`, { body: { value: '' }, headers });
    expect(write.body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it.each<[string, () => Promise<string>]>([
    ['for another audience', () => token(everything, { audience: 'other' })],
    ['that has expired', () => token(everything, { expires: '-1m' })],
    ['of nobody', () => token({ connections: ['*'] })],
    ['with another key', async () => token(everything, { key: await generateKeyPair('ES256') })],
    ['without a signature', () => Promise.resolve('eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcmRlcnMifQ.')],
    ['that is none', () => Promise.resolve('a.b.c')],
  ])('%s is not valid', async (_, make) => {
    expect((await read(await make())).body).toMatchObject({ status: 401, code: 'unauthenticated' });
  });
});
