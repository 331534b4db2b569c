import { createServer } from 'node:http';
import { Secret } from '../../src/config/secret';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { signToken, startIssuer, type Issuer, type KeyPair } from '../support/gateway/issuer';
import { listen } from '../support/vendor/listen';

const PATH = '/v1/connections/nexconn-sandbox';
const claims = { sub: 'orders', connections: ['*'] };
/** jose asks for keys again this long after it had them, and in any case once they are that old. */
const COOLDOWN_MS = 31_000;
const STALE_MS = 11 * 60_000;

let issuer: Issuer;
let gateway: TestGateway;
let key: KeyPair;
let laterMs = 0;

beforeEach(async () => {
  laterMs = 0;
  const realNow = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + laterMs);
  issuer = await startIssuer();
  key = await issuer.publish('one');
  const jwt = issuer.settings({ jwksToken: new Secret('let-me-see'), clockSkewMs: 0 });
  gateway = await startGateway({ settings: { auth: { apiKeys: [], jwt } } });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await gateway.close();
  await issuer.close();
});

const statusOf = async (token: string): Promise<number> =>
  (await gateway.call('GET', PATH, { headers: { Authorization: `Bearer ${token}` } })).status;
/** Signed for the time that the clock of the process really shows. */
const tokenOf = (by: KeyPair, kid = 'one') => {
  const shifted = laterMs;
  laterMs = 0;
  const token = signToken(by.privateKey, claims, { kid });
  laterMs = shifted;
  return token;
};

it('are asked for once, with the configured token, and kept', async () => {
  for (let i = 0; i < 5; i += 1) expect(await statusOf(await tokenOf(key))).toBe(200);
  expect(issuer.keyRequests).toBe(1);
  expect(issuer.lastAuthorization).toBe('Bearer let-me-see');
});

it('are asked for anew where a token names one that is not known', async () => {
  expect(await statusOf(await tokenOf(key))).toBe(200);
  const next = await issuer.publish('two');
  laterMs = COOLDOWN_MS;
  expect(await statusOf(await tokenOf(next, 'two'))).toBe(200);
  expect(issuer.keyRequests).toBe(2);
});

it('are not asked for again and again by tokens that name unknown ones', async () => {
  expect(await statusOf(await tokenOf(key))).toBe(200);
  const stranger = await issuer.publish('unpublished');
  issuer.unpublish('unpublished');
  laterMs = COOLDOWN_MS;
  const tokens = await Promise.all(
    Array.from({ length: 20 }, (_, index) => tokenOf(stranger, `unknown-${index}`)),
  );
  expect(new Set(await Promise.all(tokens.map(statusOf)))).toEqual(new Set([401]));
  expect(issuer.keyRequests).toBe(2);
});

it('stay good while their host is down, which is left alone, and no longer than a day', async () => {
  const token = await tokenOf(key);
  expect(await statusOf(token)).toBe(200);
  issuer.reply = { status: 503 };
  laterMs = STALE_MS;
  for (let i = 0; i < 5; i += 1) expect(await statusOf(token)).toBe(200);
  expect(issuer.keyRequests).toBe(2);
  laterMs = 25 * 60 * 60_000;
  expect(await statusOf(token)).toBe(401);
  issuer.reply = undefined;
  laterMs += COOLDOWN_MS;
  expect(await statusOf(token)).toBe(200);
});

it('that were taken back open nothing once they are old', async () => {
  const token = await tokenOf(key);
  expect(await statusOf(token)).toBe(200);
  issuer.unpublish('one');
  await issuer.publish('two');
  laterMs = STALE_MS;
  expect(await statusOf(token)).toBe(401);
});

it('that cannot be had let nobody in, are asked for only now and then, and come back', async () => {
  issuer.reply = { status: 500 };
  const token = await tokenOf(key);
  const headers = { Authorization: `Bearer ${token}` };
  for (let i = 0; i < 30; i += 1) {
    const { body } = await gateway.call('GET', PATH, { headers });
    expect(body).toMatchObject({
      status: 401,
      detail: expect.stringContaining('cannot be fetched'),
    });
  }
  expect(issuer.keyRequests).toBe(1);
  issuer.reply = undefined;
  laterMs = 6_000;
  expect(await statusOf(token)).toBe(200);
});

it('come from the configured address alone: no redirect and no header of a token is followed', async () => {
  let visits = 0;
  const elsewhere = await listen(
    createServer((_request, response) => {
      visits += 1;
      response.end('{"keys":[]}');
    }),
  );
  issuer.reply = { status: 302, location: `${elsewhere.url}/jwks.json` };
  expect(await statusOf(await tokenOf(key))).toBe(401);
  issuer.reply = undefined;
  laterMs = 6_000;
  for (const header of ['jku', 'x5u', 'iss']) {
    const token = await signToken(key.privateKey, claims, {
      [header]: `${elsewhere.url}/jwks.json`,
    });
    expect([200, 401]).toContain(await statusOf(token));
  }
  expect(visits).toBe(0);
  await elsewhere.close();
});
