import { startGateway, type TestGateway } from '../support/gateway/gateway';

const PLACES = [
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata',
  '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata',
  '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1/messages/273778828/metadata',
  '/v1/connections/sendbird-sandbox/channels/open/sendbird_open_channel_1/metadata',
  '/v1/connections/stream-sandbox/channels/group/room-42/messages/m1/metadata',
  '/v1/connections/stream-sandbox/channels/open/lobby/metadata',
  '/v1/connections/tencent-sandbox/channels/group/%40TGS%232SANDBOX1/messages/158/metadata',
  '/v1/connections/tencent-sandbox/channels/open/%40TGS%23aAVCHAT1/metadata',
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const tagOf = async (place: string): Promise<string> =>
  (await gateway.call('GET', place)).headers.get('etag') ?? 'none';
const put = (place: string, value: string, tag: string) =>
  gateway.call('PUT', `${place}/k`, { body: { value }, headers: { 'If-Match': tag } });

describe.each(PLACES)('%s', (place) => {
  it('has a strong entity tag that changes only with the entries', async () => {
    const before = await tagOf(place);
    expect(before).toMatch(/^"[\w-]{27}"$/);
    expect(await tagOf(place)).toBe(before);
    await gateway.call('PUT', `${place}/other`, { body: { value: before.slice(1, 9) } });
    expect(await tagOf(place)).not.toBe(before);
  });

  it('accepts a write with the current tag, and refuses one with an older tag', async () => {
    const tag = await tagOf(place);
    const written = await put(place, `a${tag.slice(1, 5)}`, tag);
    expect(written.status).toBe(200);
    const refused = await put(place, 'b', tag);
    expect(refused.body).toMatchObject({ status: 412, code: 'precondition-failed', applied: 'no' });
    expect(refused.headers.get('x-quota-cost')).not.toBe('0'); // the check takes a read
    expect((await put(place, 'c', '*')).status).toBe(200);
    // a proxy that compresses makes a tag weak
    expect((await put(place, 'd', `W/${await tagOf(place)}`)).status).toBe(200);
  });

  it('accepts one of several concurrent writes with the same tag', async () => {
    const tag = await tagOf(place);
    const answers = await Promise.all(
      ['e', 'f', 'g', 'h'].map((value) => put(place, `${value}${tag.slice(1, 5)}`, tag)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('explains a conditional write as a read and a write that depends on it', async () => {
    const { body } = await gateway.call('PUT', `${place}/k?dryRun=true`, {
      body: { value: 'x' },
      headers: { 'If-Match': '"any"' },
    });
    const { steps } = body as { steps: { dependsOnReply?: boolean }[] };
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.map(({ dependsOnReply }) => dependsOnReply ?? false)).toEqual([
      false,
      ...Array<boolean>(steps.length - 1).fill(true),
    ]);
  });
});

it.each([['abc'], ['"a" "b"'], ['']])('refuses %j as a list of tags', async (tag) => {
  const answer = await put(PLACES[0] ?? '', 'x', tag);
  expect(answer.body).toMatchObject({ code: 'invalid-request' });
});
