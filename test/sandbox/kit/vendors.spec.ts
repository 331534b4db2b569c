import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';

const CHALLENGES: Readonly<
  Record<string, { flags: Record<string, string>; method: string; path: string; key: object }>
> = {
  nexconn: {
    flags: { 'app-key': 'mine' },
    method: 'POST',
    path: '/chatroom/entry/query.json',
    key: { 'App-Key': 'mine' },
  },
  sendbird: {
    flags: { 'api-token': 'mine' },
    method: 'GET',
    path: '/v3/open_channels/sendbird_open_channel_1/metadata',
    key: { 'Api-Token': 'mine' },
  },
  stream: {
    flags: { 'api-key': 'mine' },
    method: 'GET',
    path: '/channels/messaging/room-42?api_key=mine',
    key: {},
  },
  tencent: {
    flags: { 'sdk-app-id': '1400000001' },
    method: 'POST',
    path: '/v4/group_open_http_svc/get_group_counter?sdkappid=1400000001',
    key: {},
  },
};

describe.each(Object.keys(SANDBOX_VENDORS))('%s from the command line', (name) => {
  const challenge = CHALLENGES[name];
  if (challenge === undefined) throw new Error(`no challenge for ${name}`);

  const answer = async (flags: Record<string, string>): Promise<string> => {
    const vendor = SANDBOX_VENDORS[name]?.(flags);
    if (vendor === undefined) throw new Error(name);
    const sandbox = await startSandbox({ vendor, port: 0 });
    try {
      const { method, path, key } = challenge;
      const response = await fetch(`${sandbox.url}${path}`, { method, headers: { ...key } });
      return await response.text();
    } finally {
      await sandbox.close();
    }
  };

  it('accepts the credentials of its flags, and its own by default', async () => {
    expect(await answer(challenge.flags)).not.toBe(await answer({}));
  });

  it('serves its seed under its own name', () => {
    const vendor = SANDBOX_VENDORS[name]?.({});
    expect(vendor?.name).toBe(name);
    expect(JSON.stringify(vendor?.snapshot(vendor.seed()))).toMatch(/metadata|custom|attributes/);
  });
});
