import { signToken, startIssuer, type Issuer } from '../../../test/support/gateway/issuer';
import type { JwtSettings } from '../../config';
import { Secret } from '../../config/secret';
import { createCredentials } from './credentials';
import { IssuerKeyStore } from './issuer-keys';

let issuer: Issuer;
let token: string;
const failures: string[] = [];
let store: IssuerKeyStore;
beforeEach(async () => {
  issuer = await startIssuer();
  const { privateKey } = await issuer.publish('one');
  token = await signToken(privateKey, { sub: 'orders' });
  failures.length = 0;
  store = new IssuerKeyStore((name, cause) => failures.push(`${name} ${cause}`));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.close();
});

const findWith = (more: Partial<JwtSettings> = {}) =>
  createCredentials({ apiKeys: [], issuers: [issuer.settings(more)] }, store);

it('keeps the fetched keys when other settings change', async () => {
  await findWith({ jwksToken: new Secret('first') })(token);
  issuer.reply = { status: 503 };
  const find = findWith({ jwksToken: new Secret('second'), clockSkewMs: 2_000 });
  await expect(find(token)).resolves.toMatchObject({ name: 'orders' });
  expect(issuer.keyRequests).toBe(1);
});

it('fetches the keys with the token of the settings in use', async () => {
  await findWith({ jwksToken: new Secret('first') })(token);
  expect(issuer.lastAuthorization).toBe('Bearer first');
  const find = findWith({ jwksToken: new Secret('second') });
  const laterMs = Date.now() + 11 * 60_000; // the keys are cached for ten minutes
  jest.spyOn(Date, 'now').mockReturnValue(laterMs);
  await find(token);
  expect(issuer.lastAuthorization).toBe('Bearer second');
});

it('fetches the keys of another address', async () => {
  await findWith()(token);
  const jwksUri = `${issuer.settings().jwksUri}?other`;
  await findWith({ jwksUri })(token);
  expect(issuer.keyRequests).toBe(2);
});

it('forgets the keys of an issuer that is no longer configured', async () => {
  await findWith()(token);
  createCredentials({ apiKeys: [], issuers: [] }, store);
  await findWith()(token);
  expect(issuer.keyRequests).toBe(2);
});

it('reports a failed request while it uses the last keys', async () => {
  const find = findWith();
  await find(token);
  expect(failures).toEqual([]);
  issuer.reply = { status: 404 };
  const laterMs = Date.now() + 11 * 60_000;
  jest.spyOn(Date, 'now').mockReturnValue(laterMs);
  await expect(find(token)).resolves.toMatchObject({ name: 'orders' });
  expect(failures).toEqual(['https://issuer.test status 404']);
});

it('reports an address that refuses connections, and a reply without keys', async () => {
  const { jwksUri } = issuer.settings();
  issuer.reply = { status: 200, body: '{}' };
  await expect(findWith()(token)).rejects.toThrow('cannot be fetched');
  await issuer.close();
  await expect(findWith({ jwksUri: `${jwksUri}?closed` })(token)).rejects.toThrow('cannot be');
  expect(failures).toEqual(['https://issuer.test no key set', 'https://issuer.test ECONNREFUSED']);
});
