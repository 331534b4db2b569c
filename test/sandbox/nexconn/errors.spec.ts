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
  it.each(Object.entries(CODES))('%s comes with its HTTP status, by fault', async (code, fact) => {
    const status = Math.max(400, fact.status); // 1015 comes with 200, see below
    await client.faults({ route: '*', kind: 'status', status, code: Number(code) });
    expect(await query()).toMatchObject({
      status,
      body: { code: Number(code), errorMessage: fact.meaning },
    });
  });

  it('404: unknown path, other method, bad percent-encoding', async () => {
    const notFound = { status: 404, body: { code: 404, errorMessage: expect.any(String) } };
    expect(await client.v4('/v4/nothing', {})).toMatchObject(notFound);
    expect(await client.v4('/v4/%zz', {})).toMatchObject(notFound);
    const get = await fetch(`${client.sandbox.url}${QUERY}`, { headers: SIGNED });
    expect(get.status).toBe(404);
  });

  it('1002: an unknown App Key, in the words that are known', async () => {
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
  ])('1004: %s of %j', async (header, value) => {
    const answer = await client.post(QUERY, { ...SIGNED, [header]: value }, 'chatroomId=a');
    expect(answer).toMatchObject({ status: 401, body: { code: 1004 } });
    expect((await client.arrivals()).at(-1)).toMatchObject({ status: 401, quotas: {} });
  });

  it('1001, 1006 and 1007: secret, state and rights of the app, by setting', async () => {
    await client.unknowns({ badSignature: 1001 });
    const wrong = await client.post(QUERY, { ...SIGNED, Nonce: '1' }, 'chatroomId=a');
    expect(wrong).toMatchObject({ status: 401, body: { code: 1001 } });
    await client.unknowns({ appState: 'locked' });
    expect(await query()).toMatchObject({ status: 401, body: { code: 1006 } });
    await client.unknowns({ appState: 'restricted' });
    expect(await query()).toMatchObject({ status: 401, body: { code: 1007 } });
  });

  it('1003: no body', async () => {
    const answer = await client.post(QUERY, SIGNED, '');
    expect(answer).toMatchObject({ status: 400, body: { code: 1003 } });
  });

  it.each(['{', '[]', '"text"', 'null', '\u{FFFD}'])('1002: the JSON body %j', async (body) => {
    const answer = await client.post('/v4/open-channel/metadata/batch/get', SIGNED, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 1002 } });
  });

  it('1008 before 1009: a service that is not enabled is throttled first', async () => {
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

  it('1009 before parameters', async () => {
    await client.unknowns({ openChannelMetadataEnabled: false });
    const answer = await client.legacy('/chatroom/entry/set.json', { wrong: '1' });
    expect(answer).toMatchObject({ status: 430, body: { code: 1009 } });
  });

  it('1015: deleting what is not there, with HTTP 200, where set', async () => {
    await client.unknowns({ removeMissing: 'refuse' });
    const remove = { chatroomId: 'kvchatroom2', userId: 'u', key: 'absent' };
    const answer = await client.legacy('/chatroom/entry/remove.json', remove);
    expect(answer).toMatchObject({ status: 200, body: { code: 1015 } });
  });

  it('puts a failure into an HTTP 200 by fault', async () => {
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
  ])('picks a code for a bare %i', async (status, code) => {
    await client.faults({ route: '*', kind: 'status', status });
    expect(await query()).toMatchObject({ status, body: { code } });
  });
});
