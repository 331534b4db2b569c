/** Refusals for which Nexconn has no code of its own: the problem has the vendor's words. */
import { computeSignature } from '../../src/providers/nexconn/auth';
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type Site } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const NEXCONN = SITES.filter(({ subject }) => subject.vendor === 'nexconn');
const MESSAGES = NEXCONN.filter(({ resource }) => resource === 'message');
const DIRECT = MESSAGES.filter(({ target }) => target.channelType === 'direct');
const OPEN = NEXCONN.filter(({ resource }) => resource === 'channel');

const ofMessage = (site: Site, messageId: string): Site => ({
  ...site,
  target: { ...site.target, messageId },
});
const put = (site: Site, headers: Record<string, string> = {}) =>
  gateway.callSite(site, 'PUT', '/k', { body: { value: 'v' }, headers });
const refused = (words: string, applied?: string): object =>
  expect.objectContaining({
    code: 'upstream-refused',
    detail: expect.stringContaining(words),
    ...(applied !== undefined && { applied }),
  }) as object;

/** Sends a direct message without metadata, as another service would. */
async function sendWithoutMetadata(site: Site): Promise<string> {
  const [nonce, timestamp] = ['1', '1585127132438'];
  const sandbox = gateway.sandboxOf(site.subject);
  const response = await fetch(`${sandbox.url}/v4/direct-channel/message/send`, {
    method: 'POST',
    headers: {
      'App-Key': 'sandbox-app-key',
      Nonce: nonce,
      Timestamp: timestamp,
      Signature: computeSignature('sandbox-app-secret', nonce, timestamp),
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      fromUserId: 'u',
      toUserIds: [site.target.channelId],
      messageType: 'RC:TxtMsg',
      content: '{}',
    }),
  });
  const { result } = (await response.json()) as { result: { messageIds: { messageId: string }[] } };
  return result.messageIds[0]?.messageId ?? '';
}

it.each(MESSAGES)('$title: a message that does not exist', async (site) => {
  const unknown = ofMessage(site, 'unknown');
  const write = await put(unknown);
  expect([write.status, write.body]).toEqual([502, refused('"message does not exist"', 'no')]);
  expect(write.body).toEqual(refused('`hasMetadata: true`'));
  const read = await gateway.callSite(unknown, 'GET');
  expect([read.status, read.body]).toEqual([502, refused('"message does not exist"')]);
});

it.each(DIRECT)('$title: a message that was sent without metadata', async (site) => {
  const { status, body } = await put(ofMessage(site, await sendWithoutMetadata(site)));
  expect([status, body]).toEqual([502, refused('not sent with hasMetadata', 'no')]);
  expect(body).toEqual(refused('`hasMetadata: true`'));
});

it.each(DIRECT)('$title: a 301st entry', async (site) => {
  const entries = Array.from({ length: 300 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
  expect((await gateway.callSite(site, 'PATCH', '', { body: { entries } })).status).toBe(200);
  const { status, body } = await put(site);
  expect([status, body]).toEqual([502, refused('more than 300', 'no')]);
});

it.each(OPEN)('$title: a single set of an entry of another user', async (site) => {
  await gateway.sandboxOf(site.subject).settings({ unknowns: { singleSetOnOthersKey: 'refuse' } });
  await put(site, { 'X-Actor-Id': 'owner' });
  const { status, body } = await put(site, { 'X-Actor-Id': 'other' });
  // in the current profile this is a batch, which takes the entry over
  if (site.subject.connection === 'nexconn-current') expect(status).toBe(200);
  else expect([status, body]).toEqual([502, refused('belongs to another user', 'no')]);
});
