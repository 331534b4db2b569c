import { type RunningSandbox, startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { sendbirdSandbox } from '../../../src/sandbox/sendbird';
import { ERRORS } from '../../../src/sandbox/sendbird/model/errors';
import { bytesOf, call, json, sendBytes, set, startCaptured } from './wire';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startCaptured();
});
beforeEach(() => call(sandbox, 'POST', '/_sandbox/reset'));
afterAll(() => sandbox.close());

const METADATA = '/v3/open_channels/ch%20url%2F1%2C%C3%A9/metadata';
const coded = (code: number) => expect.objectContaining({ code, error: true }) as unknown;

describe('credentials', () => {
  const get = (...headers: string[]) =>
    sendBytes(sandbox, bytesOf('GET', METADATA, undefined, headers));

  it('with a wrong token are answered with HTTP 400 and code 400401', async () => {
    const reply = await get('Api-Token: other');
    expect(reply).toMatchObject({ status: 400, reason: 'BAD REQUEST' });
    expect(json(reply)).toEqual(coded(400401));
  });

  it('without a token are answered like a wrong one, or as a missing parameter', async () => {
    expect(json(await get())).toEqual(coded(400401));
    await set(sandbox, { unknowns: { missingToken: 'missing-parameters' } });
    expect(json(await get())).toEqual(coded(400402));
    expect(json(await get('Api-Token: other'))).toEqual(coded(400401));
  });

  it('include the session key of a client that signed in', async () => {
    const path = '/v3/sdk/users/u/authentication';
    const signedIn = json(await sendBytes(sandbox, bytesOf('POST', path, '{}', [])));
    const { key } = signedIn as { key: string };
    expect(json(await get(`Session-Key: ${key}`))).toEqual({});
    await set(sandbox, { unknowns: { sessionKey: 'none' } });
    expect(json(await get(`Session-Key: ${key}`))).toEqual(coded(400303));
  });

  it('include a session key that was not issued only if the setting says so', async () => {
    expect(json(await get('Session-Key: abc'))).toEqual(coded(400303));
    await set(sandbox, { unknowns: { sessionKey: 'any' } });
    expect(json(await get('Session-Key: abc'))).toEqual({});
  });

  it("with another application's id are answered with 400304", async () => {
    expect(json(await get('Api-Token: TOK', 'App-Id: OTHER'))).toEqual(coded(400304));
    expect(json(await get('Api-Token: TOK', 'App-Id: sandbox'))).toEqual({});
    const host = bytesOf('GET', METADATA).replace('127.0.0.1', 'api-OTHER.sendbird.com');
    expect(json(await sendBytes(sandbox, host))).toEqual(coded(400304));
  });

  it('with a wrong token are not counted', async () => {
    await call(sandbox, 'DELETE', '/_sandbox/arrivals');
    await get('Api-Token: other');
    const { arrivals } = json(await call(sandbox, 'GET', '/_sandbox/arrivals')) as {
      arrivals: readonly unknown[];
    };
    expect(arrivals).toEqual([expect.objectContaining({ status: 400, quotas: {} })]);
  });

  it('have defaults', async () => {
    const plain = await startSandbox({ vendor: sendbirdSandbox(), port: 0 });
    const path = '/v3/open_channels/sendbird_open_channel_1/metadata';
    const token = ['Api-Token: sandbox-api-token', 'App-Id: SANDBOX'];
    const reply = await sendBytes(plain, bytesOf('GET', path, undefined, token));
    expect(reply).toMatchObject({ status: 200, body: '{}' });
    await plain.close();
  });
});

describe('unknown paths and channels', () => {
  it.each([
    ['GET', '/v3/closed_channels/x/metadata', 400404],
    ['GET', '/v3/users/x', 400404],
    ['GET', '/v4/open_channels/x/metadata', 400404],
    ['GET', `${METADATA}/`, 400404],
    ['PATCH', METADATA, 400404],
    ['GET', '/v3/open_channels/%FF/metadata', 400404],
    ['GET', '/v3/open_channels/%/metadata', 400404],
    ['GET', '/v3/open_channels/__proto__/metadata', 400201],
    ['GET', '/v3/open_channels/constructor/metadata', 400201],
  ])('%s %s is answered with %i', async (method, path, code) => {
    expect(json(await call(sandbox, method, path))).toEqual(coded(code));
  });
});

describe('wrong bodies', () => {
  it.each([
    ['', 400403],
    ['{', 400403],
    ['metadata=a', 400403],
    ['null', 400103],
    ['[]', 400103],
    ['"metadata"', 400103],
    ['{"metadata":null}', 400105],
    ['{"metadata":[]}', 400103],
    ['{"metadata":{"a":null}}', 400100],
    ['{"metadata":{"a,b":"c"}}', 400151],
    ['{"metadata":{},"include_ts":1}', 400104],
    ['{"constructor":{"metadata":{}}}', 400105],
    ['{"__proto__":{"metadata":{"a":"b"}}}', 400105],
  ])('%s is answered with %i', async (body, code) => {
    const reply = await call(sandbox, 'POST', METADATA, body);
    expect(reply.status).toBe(400);
    expect(json(reply)).toEqual(coded(code));
  });

  it('bytes that are not UTF-8 are rejected', async () => {
    const reply = await fetch(`${sandbox.url}${METADATA}`, {
      method: 'POST',
      headers: { 'api-token': 'TOK' },
      body: Buffer.from('{"metadata":{"a":"\xff"}}', 'latin1'),
    });
    expect([reply.status, await reply.json()]).toEqual([400, coded(400403)]);
  });

  it('unknown fields are ignored', async () => {
    const body = { metadata: { a: 'b' }, channel_type: 'open_channels', channel_url: 'x' };
    expect(json(await call(sandbox, 'POST', METADATA, body))).toEqual({ a: 'b' });
  });
});

it.each(Object.values(ERRORS).map(({ code, status }) => [code, status]))(
  'answers with code %i and status %i on request, and applies nothing',
  async (code, status) => {
    await set(sandbox, { unknowns: { refuseWith: code } });
    const reply = await call(sandbox, 'POST', METADATA, { metadata: { a: 'b' } });
    expect(reply.status).toBe(status);
    expect(json(reply)).toEqual(coded(code));
    await set(sandbox, { unknowns: { refuseWith: 0 } });
    expect(json(await call(sandbox, 'GET', METADATA))).toEqual({});
  },
);

it('rejects unknown settings and values', async () => {
  await expect(set(sandbox, { unknowns: { upsert: true } })).rejects.toThrow('unknowns.upsert');
  await expect(set(sandbox, { unknowns: { removeNoValues: 'x' } })).rejects.toThrow(
    'unknowns.removeNoValues',
  );
});
