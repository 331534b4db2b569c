import { CODES } from '../../../src/sandbox/nexconn/model/errors';
import type { NexconnClient } from './client';
import { startClient } from './client';

let client: NexconnClient;
beforeAll(async () => {
  client = await startClient({ described: false });
});
beforeEach(() => fetch(`${client.sandbox.url}/_sandbox/reset`, { method: 'POST' }));
afterAll(() => client.sandbox.close());

const QUERY = '/chatroom/entry/query.json';
const query = () => client.legacy(QUERY, { chatroomId: 'kvchatroom2' });
const SIGNED = {
  'App-Key': 'sandbox-app-key',
  Nonce: '14314',
  Timestamp: '1585127132438',
  Signature: '160a337590ce0aa5b9a256284cb76f047d3a4641',
};

describe('error codes', () => {
  it.each(Object.entries(CODES))(
    'answers code %s with its HTTP status by fault injection',
    async (code, fact) => {
      const status = Math.max(400, fact.status); // 1015 comes with 200, see below
      await client.faults({ route: '*', kind: 'status', status, code: Number(code) });
      expect(await query()).toMatchObject({
        status,
        body: { code: Number(code), errorMessage: fact.meaning },
      });
    },
  );

  it('answers 404 to unknown paths, other methods and bad percent-encoding', async () => {
    const notFound = { status: 404, body: { code: 404, errorMessage: expect.any(String) } };
    expect(await client.v4('/v4/nothing', {})).toMatchObject(notFound);
    expect(await client.v4('/v4/%zz', {})).toMatchObject(notFound);
    const get = await fetch(`${client.sandbox.url}${QUERY}`, { headers: SIGNED });
    expect(get.status).toBe(404);
  });

  it('answers 1002 with the documented text to an unknown App Key', async () => {
    const answer = await client.post(QUERY, { ...SIGNED, 'App-Key': 'other' }, 'chatroomId=a');
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 1002, errorMessage: 'Invalidate App-Key.' },
    });
    expect(await client.post(QUERY, {}, '')).toMatchObject({ status: 400, body: { code: 1002 } });
  });

  it.each([
    ['Signature', '0'.repeat(40)],
    ['Signature', ''],
    ['Nonce', '14315'],
    ['Nonce', ''],
    ['Timestamp', '1585127132439'],
    ['Timestamp', ''],
  ])('answers 1004 to the header %s with %j', async (header, value) => {
    const answer = await client.post(QUERY, { ...SIGNED, [header]: value }, 'chatroomId=a');
    expect(answer).toMatchObject({ status: 401, body: { code: 1004 } });
    expect((await client.arrivals()).at(-1)).toMatchObject({ status: 401, quotas: {} });
  });

  it('answers 1001, 1006 and 1007 if the settings say so', async () => {
    await client.unknowns({ badSignature: 1001 });
    const wrong = await client.post(QUERY, { ...SIGNED, Nonce: '1' }, 'chatroomId=a');
    expect(wrong).toMatchObject({ status: 401, body: { code: 1001 } });
    await client.unknowns({ appState: 'locked' });
    expect(await query()).toMatchObject({ status: 401, body: { code: 1006 } });
    await client.unknowns({ appState: 'restricted' });
    expect(await query()).toMatchObject({ status: 401, body: { code: 1007 } });
  });

  it('answers 1003 without a body', async () => {
    const answer = await client.post(QUERY, SIGNED, '');
    expect(answer).toMatchObject({ status: 400, body: { code: 1003 } });
  });

  it.each(['{', '[]', '"text"', 'null', '\u{FFFD}'])(
    'answers 1002 to the JSON body %j',
    async (body) => {
      const answer = await client.post('/v4/open-channel/metadata/batch/get', SIGNED, body);
      expect(answer).toMatchObject({ status: 400, body: { code: 1002 } });
    },
  );

  it('answers 1008 before 1009: throttling comes before the check of the service', async () => {
    await client.settings({ quotas: { 'open-channel.get': { limit: 1, windowMs: 60_000 } } });
    await client.unknowns({ openChannelMetadataEnabled: false });
    expect(await query()).toMatchObject({ status: 430, body: { code: 1009 } });
    const throttled = await query();
    expect(throttled).toMatchObject({ status: 429, body: { code: 1008 } });
    expect(throttled.headers.has('retry-after')).toBe(false);
    await client.unknowns({ notEnabledStatus: 403 });
    await client.settings({ quotas: { 'open-channel.get': { limit: 100 } } });
    expect(await query()).toMatchObject({ status: 403, body: { code: 1009 } });
  });

  it('answers 1009 before it checks the parameters', async () => {
    await client.unknowns({ openChannelMetadataEnabled: false });
    const answer = await client.legacy('/chatroom/entry/set.json', { wrong: '1' });
    expect(answer).toMatchObject({ status: 430, body: { code: 1009 } });
  });

  it('answers 1015 with HTTP 200 to a delete of a missing key if removeMissing is refuse', async () => {
    await client.unknowns({ removeMissing: 'refuse' });
    const remove = { chatroomId: 'kvchatroom2', userId: 'u', key: 'absent' };
    const answer = await client.legacy('/chatroom/entry/remove.json', remove);
    expect(answer).toMatchObject({ status: 200, body: { code: 1015 } });
  });

  it('answers a failure with HTTP 200 for the fault code-in-200', async () => {
    await client.faults({ route: QUERY, kind: 'code-in-200', code: 1000 });
    expect(await query()).toMatchObject({
      status: 200,
      body: { code: 1000, errorMessage: expect.any(String) },
    });
  });

  it.each([
    [400, 1002],
    [401, 1004],
    [403, 2007],
    [430, 1009],
    [500, 1000],
    [502, 1000],
    [504, 1050],
  ])('chooses a code for the HTTP status %i', async (status, code) => {
    await client.faults({ route: '*', kind: 'status', status });
    expect(await query()).toMatchObject({ status, body: { code } });
  });
});
