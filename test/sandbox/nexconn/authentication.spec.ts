import { signature } from '../../../src/sandbox/nexconn/http/authentication';
import type { NexconnClient } from './client';
import { startClient } from './client';

/** Signatures computed independently of this code; a public SDK sent the last one. */
const VECTORS = [
  ['test-secret', '14314', '1585127132438', '61e2bb7284f4eee643cdc8dd2d28e9e40f8cf149'],
  ['test-secret', '14314', '1585127132', '3fd0939c0504950f92c43ce1926d1fbc96c779ee'],
  ['test-secret', '523871.2938471823', '1585127132', '67a49f7d9bb57df9678e40f5b64fb4e5ac7b525b'],
  ['sécret-中', 'a1B2c3', '1408710653491', '4889f663733b71b59da72053f19cbcc6876f9866'],
  ['Y1W2MeFwwwRxa0', '9676011', '1795321443', '3b07402fff93d0f3f94be93ae499b7a399e7493c'],
] as const;

describe('signature', () => {
  it.each(VECTORS)(
    'signs secret %s, nonce %s and timestamp %s',
    (secret, nonce, timestamp, expected) => {
      expect(signature(secret, nonce, timestamp)).toBe(expected);
    },
  );
});

describe('authentication', () => {
  let client: NexconnClient;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.sandbox.close());

  const call = async (nonce: string, timestamp: string, change = {}): Promise<number> => {
    const headers = {
      'App-Key': 'sandbox-app-key',
      Nonce: nonce,
      Timestamp: timestamp,
      Signature: signature('sandbox-app-secret', nonce, timestamp),
      ...change,
    };
    const path = '/chatroom/entry/query.json';
    return (await client.post(path, headers, 'chatroomId=kvchatroom2')).status;
  };
  const seconds = () => String(Math.floor(Date.now() / 1000));

  it('accepts the requests of the public SDKs', async () => {
    expect(await call('5577006791947779410', '1795321443')).toBe(200); // 19 digits, seconds
    expect(await call('523871.2938471823', '1795321443')).toBe(200); // a dot
    expect(await call('9676011', '1795321443')).toBe(200);
    expect(await call('9676011', '1795321443')).toBe(200); // one nonce for all requests
    const upper = signature('sandbox-app-secret', '1', '2').toUpperCase();
    expect(await call('1', '2', { Signature: upper })).toBe(200);
  });

  it('accepts the RC- prefix and header names in any case', async () => {
    const signed = signature('sandbox-app-secret', '1', '2');
    const prefixed = {
      'RC-App-Key': 'sandbox-app-key',
      'rc-nonce': '1',
      'RC-TIMESTAMP': '2',
      'RC-Signature': signed,
    };
    const answer = await client.post(
      '/chatroom/entry/query.json',
      prefixed,
      'chatroomId=kvchatroom2',
    );
    expect(answer.status).toBe(200);
  });

  it.each([
    [{ maxSkewMs: 60_000 }, '1', '1795321443', 401],
    [{ timestampUnit: 'milliseconds' }, '1', '1795321443', 401],
    [{ timestampUnit: 'milliseconds' }, '1', '1795321443000', 200],
    [{ maxNonceLength: 18 }, '5577006791947779410', '1795321443', 401],
    [{ maxNonceLength: 18 }, '557700679194777941', '1795321443', 200],
  ])('is stricter with %j', async (unknowns, nonce, timestamp, status) => {
    await client.unknowns(unknowns);
    expect(await call(nonce, timestamp)).toBe(status);
  });

  it('accepts recent timestamps in either unit and rejects text if maxSkewMs is set', async () => {
    await client.unknowns({ maxSkewMs: 60_000 });
    expect(await call('1', seconds())).toBe(200);
    expect(await call('1', String(Date.now()))).toBe(200);
    expect(await call('1', 'yesterday')).toBe(401);
  });

  it('rejects a repeated nonce and an upper-case signature if the settings say so', async () => {
    await client.unknowns({ rejectNonceReplay: true, signatureCase: 'lower' });
    expect(await call('n1', seconds())).toBe(200);
    expect(await call('n1', seconds())).toBe(401);
    expect(await call('n2', seconds())).toBe(200);
    const upper = signature('sandbox-app-secret', 'n3', '2').toUpperCase();
    expect(await call('n3', '2', { Signature: upper })).toBe(401);
  });
});
