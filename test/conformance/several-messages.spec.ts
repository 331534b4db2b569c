/** `GET …/messages/metadata`: the metadata of several messages, for every channel that has messages. */
import { SENDERS } from '../support/vendor/send-messages';
import {
  channelPath,
  startConformanceGateway,
  type ConformanceGateway,
} from './conformance-gateway';
import { SITES, type Site } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const sites = SITES.filter(({ resource }) => resource === 'message');

/** Calls to each vendor for 100 messages that follow each other. */
const CALLS_FOR_100 = { nexconn: 100, sendbird: 1, stream: 100, tencent: 100 } as const;

interface Row {
  readonly messageId: string;
  readonly entries?: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly problem?: object;
}

describe.each(sites)('several messages: $title', (site) => {
  const sandbox = () => gateway.sandboxOf(site.subject);
  const send = (count: number) => SENDERS[site.subject.vendor](sandbox(), site.target, count);
  const of = (messageId: string): Site => ({ ...site, target: { ...site.target, messageId } });
  const put = (messageId: string, key: string, value: string) =>
    gateway.callSite(of(messageId), 'PUT', `/${key}`, { body: { value } });
  const read = (ids: readonly string[], more = '', headers = {}) => {
    const { subchannelId } = site.target;
    const subchannel = subchannelId === undefined ? '' : `&subchannelId=${subchannelId}`;
    const query = `?messageIds=${ids.map(encodeURIComponent).join(',')}${more}${subchannel}`;
    const path = `${channelPath(site.subject, site.target)}/messages/metadata${query}`;
    return gateway.call('GET', path, { headers });
  };
  const rows = (answer: { readonly body: unknown }) =>
    (answer.body as { messages: Row[] }).messages;
  const callsSince = (begin: number) => sandbox().exchanges.slice(begin);
  /** An id that the vendor could have given, later than all others. */
  const unknownId = ([known = '']: readonly string[]) =>
    /^\d+$/.test(known) ? '9007199254740991' : `${known.slice(0, -1)}?`;

  it('answers each message in the order asked, a repeated one each time', async () => {
    const ids = await send(4);
    for (const [index, id] of ids.entries()) await put(id, 'k', `v${index}`);
    const [a = '', b = '', c = '', d = ''] = ids;
    const answer = await read([c, a, d, b, a]);
    expect(answer.status).toBe(200);
    expect(
      rows(answer).map(({ messageId, entries = [] }) => [messageId, entries[0]?.values]),
    ).toEqual([
      [c, ['v2']],
      [a, ['v0']],
      [d, ['v3']],
      [b, ['v1']],
      [a, ['v0']],
    ]);
  });

  it('answers as a read of each message does', async () => {
    const ids = await send(3);
    for (const id of ids)
      for (const key of ['one', 'two']) await put(id, key, `${key} ${id.slice(-1)}`);
    const singles = await Promise.all(ids.map((id) => gateway.callSite(of(id), 'GET')));
    expect(rows(await read(ids))).toEqual(
      singles.map(({ body }, index) => ({ messageId: ids[index], ...(body as object) })),
    );
    const selected = rows(await read(ids, '&keys=two,absent'));
    expect(selected.map(({ entries = [] }) => entries.map(({ key }) => key))).toEqual([
      ['two'],
      ['two'],
      ['two'],
    ]);
  });

  it('gives a message that does not exist a problem of its own', async () => {
    const ids = await send(3);
    const absent = unknownId(ids);
    const single = await gateway.callSite(of(absent), 'GET');
    const answer = await read([absent, ...ids]);
    expect(answer.status).toBe(200);
    const [first, ...others] = rows(answer);
    const { code, status } = single.body as { code: string; status: number };
    expect(first).toMatchObject({ messageId: absent, problem: { code, status } });
    expect(others.map(({ entries }) => entries)).toEqual([[], [], []]);
  });

  it('makes as few calls as the vendor allows for 100 messages', async () => {
    const ids = await send(100);
    const begin = sandbox().exchanges.length;
    const answer = await read(ids, '', { Prefer: 'wait=10' });
    expect(rows(answer).map(({ problem }) => problem)).toEqual(Array(100).fill(undefined));
    const count = CALLS_FOR_100[site.subject.vendor];
    expect(callsSince(begin)).toHaveLength(count);
    const cost = answer.headers.get('x-quota-cost') ?? '';
    expect(cost.split(', ').every((item) => item.endsWith(`;t=${count}`))).toBe(true);
  });

  it('explains all steps without sending one', async () => {
    const ids = await send(5);
    const begin = sandbox().exchanges.length;
    const { status, body, headers } = await read(ids, '&dryRun=true');
    expect([status, headers.get('x-quota-cost')]).toEqual([200, '0']);
    const { steps } = body as { steps: { dependsOnReply?: boolean }[] };
    const isOneByOne = CALLS_FOR_100[site.subject.vendor] === 100;
    expect(steps.map(({ dependsOnReply = false }) => dependsOnReply)).toEqual(
      isOneByOne ? ids.map(() => false) : [false, true],
    );
    expect(callsSince(begin)).toEqual([]);
  });
});
