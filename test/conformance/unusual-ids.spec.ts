/** Channel ids reach the vendor unchanged, whatever characters they have. */
import { createHash } from 'node:crypto';
import { serverToken } from '../../src/providers/stream/auth';
import { tencent } from '../../src/providers/tencent';
import { createUserSig } from '../../src/providers/tencent/auth';
import { TencentSettings } from '../../src/providers/tencent/settings';
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type Site } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const TENCENT = Object.assign(new TencentSettings(), tencent.sandboxExamples.settings);
const IDS = ['a/b', '%2F', 'ch url/1,é', '😀', '__proto__', 'a?b#c;d', 'A.b..', ' x ', '中&=+'];

/** Creates an open channel as a client of the vendor would. */
async function create({ subject: { vendor } }: Site, channelId: string): Promise<void> {
  const { url } = gateway.sandboxes[vendor];
  if (vendor === 'stream') {
    const reply = await fetch(
      `${url}/channels/livestream/${encodeURIComponent(channelId)}/query?api_key=key-sandbox`,
      {
        method: 'POST',
        headers: {
          Authorization: serverToken('sandbox-api-secret'),
          'stream-auth-type': 'jwt',
          'Content-Type': 'application/json',
        },
        body: '{"data":{},"state":false}',
      },
    );
    expect(reply.status).toBe(201);
    return;
  }
  if (vendor === 'tencent') {
    const usersig = createUserSig(TENCENT, Math.floor(Date.now() / 1_000));
    const query = `sdkappid=${TENCENT.sdkAppId}&identifier=administrator&usersig=${usersig}&random=1&contenttype=json`;
    const reply = await fetch(`${url}/v4/group_open_http_svc/create_group?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ Type: 'AVChatRoom', Name: 'a', GroupId: channelId }),
    });
    expect(await reply.json()).toMatchObject({ ErrorCode: 0 });
    return;
  }
  const made =
    vendor === 'sendbird'
      ? fetch(`${url}/v3/open_channels`, {
          method: 'POST',
          headers: { 'Api-Token': 'sandbox-api-token', 'Content-Type': 'application/json' },
          body: JSON.stringify({ channel_url: channelId }),
        })
      : fetch(`${url}/v4/open-channel/create`, {
          method: 'POST',
          headers: { ...signed(), 'Content-Type': 'application/json' },
          body: JSON.stringify({ channelId }),
        });
  expect((await made).status).toBe(200);
}

function signed() {
  const [Nonce, Timestamp] = ['14314', '1585127132438'];
  const digest = createHash('sha1').update(`sandbox-app-secret${Nonce}${Timestamp}`).digest('hex');
  return { 'App-Key': 'sandbox-app-key', Nonce, Timestamp, Signature: digest };
}

const openChannels = SITES.filter(
  ({ resource, target }) => resource === 'channel' && target.channelType === 'open',
);

describe.each(openChannels)('$title', (site) => {
  it.each(IDS)('accepts %j', async (channelId) => {
    await create(site, channelId);
    const there = { ...site, target: { ...site.target, channelId } };
    for (const [method, under, body] of [
      ['PUT', '/k', { value: 'v' }],
      [
        'PATCH',
        '',
        {
          entries: [
            { key: 'l', value: 'w' },
            { key: 'm', value: 'x' },
          ],
        },
      ],
    ] as const)
      expect((await gateway.callSite(there, method, under, { body })).status).toBe(200);
    expect(await gateway.storedEntries(there)).toEqual([
      { key: 'k', values: ['v'] },
      { key: 'l', values: ['w'] },
      { key: 'm', values: ['x'] },
    ]);
    expect((await gateway.callSite(there, 'GET', '/k')).status).toBe(200);
    expect((await gateway.callSite(there, 'DELETE', '?keys=k,l')).status).toBe(204);
    expect(await gateway.storedEntries(there)).toEqual([{ key: 'm', values: ['x'] }]);
  });

  it.each(['', '.', '..'])('refuses %j without a vendor call', async (channelId) => {
    const path = `/v1/connections/${site.subject.connection}/channels/open`;
    const id = encodeURIComponent(channelId).replaceAll('.', '%2E');
    const answer = await rawStatus(`${path}/${id}/metadata`);
    expect(answer).toBe(400);
    expect(await gateway.sandboxOf(site.subject).arrivals()).toEqual([]);
  });
});

/** Sends the path as it is; `fetch` would resolve `%2E`. */
async function rawStatus(path: string): Promise<number> {
  const { request } = await import('node:http');
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { Authorization: 'Bearer sandbox-key' } })
      .once('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .once('error', reject)
      .end();
  });
}
