/**
 * The vendor's public legacy SDK, configured with the sandbox's base URL and credentials. It creates one
 * nonce and one timestamp (in seconds) per process.
 */
import connect from 'rongcloud-sdk';
import { request } from 'rongcloud-sdk/lib/request';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { nexconnSandbox } from '../../src/sandbox/nexconn';

let sandbox: RunningSandbox;
let sdk: ReturnType<typeof connect>;
beforeAll(async () => {
  sandbox = await startSandbox({ vendor: nexconnSandbox(), port: 0 });
  const [appkey, secret] = ['sandbox-app-key', 'sandbox-app-secret'];
  sdk = connect({ appkey, secret, api: [sandbox.url, sandbox.url] });
});
afterAll(() => sandbox.close());

const call = async (url: string, data: object): Promise<unknown> =>
  (await request({ url, data })).text;

it('reads and writes entries of an open channel that it creates', async () => {
  const chatroomId = 'of-the-sdk';
  expect(await sdk.Chatroom.create({ id: chatroomId, name: 'n' })).toEqual({ code: 200 });
  const own = { chatroomId, userId: 'u' };
  const entry = { ...own, key: 'k', value: '555 a+b=ü&中', autoDelete: 0 };
  expect(await call('chatroom/entry/set', entry)).toEqual({ code: 200 });
  expect(await call('chatroom/entry/query', { chatroomId, keys: ['k', 'absent'] })).toEqual({
    code: 200,
    keys: [
      {
        key: 'k',
        value: '555 a+b=ü&中',
        userId: 'u',
        autoDelete: '0',
        lastSetTime: expect.stringMatching(/^\d{13}$/),
      },
    ],
  });
  expect(await call('chatroom/entry/remove', { ...own, key: 'k' })).toEqual({ code: 200 });
  expect(await call('chatroom/entry/query', { chatroomId })).toEqual({ code: 200, keys: [] });
});

it('reads and writes metadata of a message', async () => {
  const message = {
    msgUID: 'BRGM-DEN2-01E4-BN66',
    userId: 'WNYZbMqpH',
    conversationType: 1,
    targetId: 'tjw3zbMrU',
  };
  const set = { ...message, extraKeyVal: '{"type":"3"}', isSyncSender: 0 };
  expect(await call('message/expansion/set', set)).toEqual({ code: 200 });
  expect(await call('message/expansion/query', { msgUID: message.msgUID })).toEqual({
    code: 200,
    extraContent: { type: { v: '3', ts: expect.any(Number) } },
  });
  expect(await call('message/expansion/delete', { ...message, extraKey: '["type"]' })).toEqual({
    code: 200,
  });
});

it('reports errors as the SDK does, and retries at the next host', async () => {
  await expect(call('chatroom/entry/set', { chatroomId: 'none' })).rejects.toMatchObject({
    status: 400,
    response: { text: expect.stringContaining('"code":1002') },
  });
  await fetch(`${sandbox.url}/_sandbox/faults`, {
    method: 'PUT',
    body: JSON.stringify([{ route: '*', kind: 'throttle', times: 1 }]),
  });
  const query = () => call('chatroom/entry/query', { chatroomId: 'kvchatroom2' });
  await expect(query()).rejects.toMatchObject({ status: 429 });
  expect(await query()).toEqual({ code: 200, keys: [] });
});
