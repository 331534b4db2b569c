import { createServer } from 'node:http';
import { pino } from 'pino';
import { Secret } from '../../src/config/secret';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import {
  ISSUER,
  signToken,
  startIssuer,
  type Issuer,
  type KeyPair,
} from '../support/gateway/issuer';
import { listen } from '../support/vendor/listen';

const PATH = '/v1/connections/nexconn-sandbox';
const claims = { sub: 'orders', connections: ['*'] };
/** jose does not fetch keys again for 30 s, and fetches them anew after ten minutes. */
const COOLDOWN_MS = 31_000;
const STALE_MS = 11 * 60_000;

let issuer: Issuer;
let gateway: TestGateway;
let key: KeyPair;
let lines: object[];
/** Shift of `Date.now` into the future. */
let laterMs = 0;

beforeEach(async () => {
  laterMs = 0;
  const realNow = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + laterMs);
  issuer = await startIssuer();
  key = await issuer.publish('one');
  const own = issuer.settings({ jwksToken: new Secret('let-me-see'), clockSkewMs: 0 });
  lines = [];
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as object) });
  gateway = await startGateway({ logger, settings: { auth: { apiKeys: [], issuers: [own] } } });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await gateway.close();
  await issuer.close();
});

const statusOf = async (token: string): Promise<number> =>
  (await gateway.call('GET', PATH, { headers: { Authorization: `Bearer ${token}` } })).status;
const createToken = (by: KeyPair, kid = 'one') => signWith(by, { kid });
/** A token for the real time: its `exp` does not follow the shifted clock. */
const signWith = (by: KeyPair, header: { kid?: string | undefined }) => {
  const shiftMs = laterMs;
  laterMs = 0;
  const token = signToken(by.privateKey, claims, header);
  laterMs = shiftMs;
  return token;
};

it('fetches the keys once, with the configured token', async () => {
  for (let i = 0; i < 5; i += 1) expect(await statusOf(await createToken(key))).toBe(200);
  expect(issuer.keyRequests).toBe(1);
  expect(issuer.lastAuthorization).toBe('Bearer let-me-see');
});

it('fetches the keys again for a token with an unknown key id', async () => {
  expect(await statusOf(await createToken(key))).toBe(200);
  const next = await issuer.publish('two');
  laterMs = COOLDOWN_MS;
  expect(await statusOf(await createToken(next, 'two'))).toBe(200);
  expect(issuer.keyRequests).toBe(2);
});

it('verifies a token without a key id with each key of its algorithm', async () => {
  const second = await issuer.publish('two');
  await issuer.publish('rsa', 'RS256');
  const unpublished = await issuer.publish('three');
  issuer.unpublish('three');
  const statuses = [];
  for (const by of [key, second, unpublished])
    statuses.push(await statusOf(await signWith(by, { kid: undefined })));
  expect(statuses).toEqual([200, 200, 401]);
});

it('fetches the keys again, but rarely, when a token without a key id has none of them', async () => {
  expect(await statusOf(await createToken(key))).toBe(200);
  issuer.unpublish('one');
  const next = await issuer.publish('two');
  laterMs = COOLDOWN_MS;
  expect(await statusOf(await signWith(next, { kid: undefined }))).toBe(200);
  const wrong = await issuer.publish('unpublished');
  issuer.unpublish('unpublished');
  for (let i = 0; i < 3; i += 1)
    expect(await statusOf(await signWith(wrong, { kid: undefined }))).toBe(401);
  expect(issuer.keyRequests).toBe(2);
});

it('fetches the keys once for many tokens with unknown key ids', async () => {
  expect(await statusOf(await createToken(key))).toBe(200);
  const unknown = await issuer.publish('unpublished');
  issuer.unpublish('unpublished');
  laterMs = COOLDOWN_MS;
  const tokens = await Promise.all(
    Array.from({ length: 20 }, (_, index) => createToken(unknown, `unknown-${index}`)),
  );
  expect(new Set(await Promise.all(tokens.map(statusOf)))).toEqual(new Set([401]));
  expect(issuer.keyRequests).toBe(2);
});

it('answers 503 to a token of an unknown key while the keys cannot be fetched again', async () => {
  expect(await statusOf(await createToken(key))).toBe(200);
  const next = await issuer.publish('two');
  issuer.reply = { status: 500 };
  laterMs = COOLDOWN_MS;
  const headers = { Authorization: `Bearer ${await createToken(next, 'two')}` };
  const { status, headers: sent } = await gateway.call('GET', PATH, { headers });
  expect([status, sent.get('Retry-After')]).toEqual([503, '5']);
  expect(await statusOf(await createToken(key))).toBe(200);
  issuer.reply = undefined;
  laterMs += 6_000;
  expect(await statusOf(await createToken(next, 'two'))).toBe(200);
});

it('uses the last keys for a day while the issuer is down, and asks it rarely', async () => {
  const token = await createToken(key);
  expect(await statusOf(token)).toBe(200);
  issuer.reply = { status: 503 };
  laterMs = STALE_MS;
  for (let i = 0; i < 5; i += 1) expect(await statusOf(token)).toBe(200);
  expect(issuer.keyRequests).toBe(2);
  laterMs = 25 * 60 * 60_000;
  expect(await statusOf(token)).toBe(503);
  issuer.reply = undefined;
  laterMs += COOLDOWN_MS;
  expect(await statusOf(token)).toBe(200);
});

it('rejects tokens of a withdrawn key once the cached keys are old', async () => {
  const token = await createToken(key);
  expect(await statusOf(token)).toBe(200);
  issuer.unpublish('one');
  await issuer.publish('two');
  laterMs = STALE_MS;
  expect(await statusOf(token)).toBe(401);
});

it('answers 503 to all tokens until the keys can be fetched, and tries to fetch them rarely', async () => {
  issuer.reply = { status: 500 };
  const token = await createToken(key);
  const headers = { Authorization: `Bearer ${token}` };
  for (let i = 0; i < 30; i += 1) {
    const { body, headers: sent } = await gateway.call('GET', PATH, { headers });
    expect(sent.get('Retry-After')).toBe('5');
    expect(body).toMatchObject({
      status: 503,
      code: 'upstream-unavailable',
      detail: expect.stringContaining('cannot be fetched'),
    });
  }
  expect(issuer.keyRequests).toBe(1);
  issuer.reply = undefined;
  laterMs = 6_000;
  expect(await statusOf(token)).toBe(200);
});

it('tells the log, once, and a metric why the keys cannot be fetched while it uses the last ones', async () => {
  const token = await createToken(key);
  expect(await statusOf(token)).toBe(200);
  issuer.reply = { status: 404 };
  for (laterMs of [STALE_MS, 2 * STALE_MS]) expect(await statusOf(token)).toBe(200);
  const told = lines.filter((line) => 'issuer' in line);
  expect(told).toMatchObject([{ level: 40, issuer: ISSUER, cause: 'status 404' }]);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain(
    `gateway_issuer_key_failures_total{issuer="${ISSUER}",cause="status 404"} 2`,
  );
});

it('fetches keys from the configured address only, whatever redirects and tokens say', async () => {
  let visits = 0;
  const otherHost = await listen(
    createServer((_request, response) => {
      visits += 1;
      response.end('{"keys":[]}');
    }),
  );
  issuer.reply = { status: 302, location: `${otherHost.url}/jwks.json` };
  expect(await statusOf(await createToken(key))).toBe(503);
  issuer.reply = undefined;
  laterMs = 6_000;
  for (const header of ['jku', 'x5u', 'iss']) {
    const token = await signToken(key.privateKey, claims, {
      [header]: `${otherHost.url}/jwks.json`,
    });
    expect([200, 401]).toContain(await statusOf(token));
  }
  expect(visits).toBe(0);
  await otherHost.close();
});
