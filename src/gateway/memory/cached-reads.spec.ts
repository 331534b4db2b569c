import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, Reply } from '../../core/operation';
import type { SignedRequest, UpstreamReply } from '../../core/upstream';
import { TransportFailure } from '../../transport';
import { memoryKey } from './read-memory';
import {
  caller,
  closeGateways,
  failureOf,
  ok,
  openGateway,
  readOf,
  request,
  setOf,
  status,
} from '../../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

const MINUTE = { maxAgeMs: 60_000 };
const entry = (value: string) => ({ entries: [{ key: 'k', values: [value] }] });

/** A vendor with one message, whose value the test sets, and which may hold an answer back. */
function open(settings: Parameters<typeof openGateway>[0] = {}) {
  const vendor = { value: 'old', hold: Promise.resolve(), failWrites: (): UpstreamReply => ok() };
  const setup = openGateway({
    limit: 1_000,
    answer: async (sent: SignedRequest) => {
      if (sent.method !== 'GET') return vendor.failWrites();
      const reply = ok(entry(vendor.value));
      await vendor.hold;
      return reply;
    },
    ...settings,
  });
  const read = (more: Parameters<typeof caller>[0] = {}, operation: Operation = readOf()) =>
    setup.gateway.execute(operation, caller(more));
  const reads = () => setup.requests.filter(({ method }) => method === 'GET').length;
  return { ...setup, vendor, read, reads };
}

const other = (change: (operation: Operation) => object): Operation => {
  const operation = readOf();
  return { ...operation, call: { ...operation.call, ...change(operation) } } as Operation;
};

describe('a cached read', () => {
  it('is answered from memory with its age, without tokens', async () => {
    const { read, reads, cachedReads } = open();
    const first = await read();
    expect(first.ageMs).toBeUndefined();
    await sleep(20);
    const hit = await read(MINUTE);
    expect(hit).toMatchObject({ reply: first.reply, usage: [] });
    expect(hit.ageMs).toBeGreaterThanOrEqual(15);
    expect(hit.ageMs).toBeLessThan(1_000);
    expect([reads(), cachedReads]).toEqual([1, ['hit']]);
  });

  it('is a miss beyond the age that the caller accepts', async () => {
    const { read, reads, cachedReads } = open();
    await read();
    await sleep(30);
    expect((await read({ maxAgeMs: 10 })).ageMs).toBeUndefined();
    expect([reads(), cachedReads]).toEqual([2, ['miss']]);
  });

  it('never happens to callers that do not ask for it', async () => {
    const { read, reads, cachedReads } = open();
    for (const more of [{}, { maxAgeMs: 0 }, {}]) await read(more);
    expect([reads(), cachedReads]).toEqual([3, []]);
  });

  it('finds nothing that a caller wants not to be kept', async () => {
    const { read, reads } = open();
    await read({ keepsNothing: true });
    await read(MINUTE);
    expect(reads()).toBe(2);
  });

  it.each<[string, Operation]>([
    ['other keys', readOf(['k'])],
    ['another cursor', other(() => ({ cursor: '2' }))],
    ['another actor', other(() => ({ actorId: 'someone' }))],
    ['other options', other(() => ({ options: { loud: true } }))],
    ['another channel', other(({ call }) => ({ target: { ...call.target, channelId: 'd' } }))],
    ['another type', other(({ call }) => ({ target: { ...call.target, channelType: 'group' } }))],
    ['another connection', other(({ call }) => ({ target: { ...call.target, connection: 'b' } }))],
    ['another message', other(({ call }) => ({ target: { ...call.target, messageId: 'n' } }))],
  ])('has no reply of a read with %s', async (_, operation) => {
    const { read, cachedReads } = open();
    await read();
    await read(MINUTE, operation).catch(() => undefined);
    expect(cachedReads).toEqual(['miss']);
  });

  it('has no reply of a read with another subchannel', () => {
    const keys = ['s', 't', undefined].map((subchannelId) =>
      memoryKey(other(({ call }) => ({ target: { ...call.target, subchannelId } }))),
    );
    expect(new Set(keys).size).toBe(3);
  });

  it('has no reply of settings that have changed', async () => {
    const { read, reads, connection } = open();
    await read();
    Object.assign(connection, { adapter: { ...connection.adapter } });
    await read(MINUTE);
    expect(reads()).toBe(2);
  });

  it('has no reply of a read that failed', async () => {
    let fails = true;
    const { gateway } = openGateway({ answer: () => (fails ? status(400) : ok(entry('now'))) });
    await failureOf(gateway.execute(readOf(), caller(MINUTE)));
    fails = false;
    const { reply } = await gateway.execute(readOf(), caller(MINUTE));
    expect(reply).toEqual(entry('now'));
  });
});

function failInFlight(): never {
  throw new TransportFailure('timeout', performance.now());
}

describe('a write', () => {
  const set = setOf('message.set', { k: 'new' });

  it.each<[string, () => UpstreamReply]>([
    ['succeeds', () => ok()],
    ['is refused', () => status(400)],
    ['has an unknown outcome', failInFlight],
  ])('forgets the replies of its target where it %s', async (_, answer) => {
    const { gateway, read, vendor } = open();
    await read();
    vendor.failWrites = answer;
    vendor.value = 'new';
    await gateway.execute(set, caller({ maxWaitMs: 0 })).catch(() => undefined);
    expect((await read(MINUTE)).reply).toEqual(entry('new'));
  });

  it('keeps out the reply of a read that began before it', async () => {
    const { gateway, read, reads, vendor } = open();
    let release: () => void = () => undefined;
    vendor.hold = new Promise((resolve) => (release = resolve));
    const slow = read();
    await sleep(10);
    vendor.value = 'new';
    await gateway.execute(set, caller());
    release();
    expect((await slow).reply).toEqual(entry('old'));
    expect((await read(MINUTE)).reply).toEqual(entry('new'));
    expect(reads()).toBe(2);
  });

  it('keeps out the replies of reads while it is under way', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { gateway, requests } = openGateway({
      limit: 100,
      answer: async ({ method }) => {
        if (method === 'PUT') await held;
        return ok(entry('old'));
      },
    });
    const write = gateway.execute(set, caller());
    await sleep(10);
    await gateway.execute(readOf(), caller(MINUTE));
    await gateway.execute(readOf(), caller(MINUTE));
    release();
    await write;
    await gateway.execute(readOf(), caller(MINUTE));
    expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(3);
  });

  it('leaves the replies of other targets', async () => {
    const { gateway, read, reads } = open();
    await read();
    await gateway.execute(setOf('channel.set', { k: 'new' }), caller());
    await read(MINUTE);
    expect(reads()).toBe(1);
  });
});

describe('the memory', () => {
  const message = (messageId: string) =>
    other(({ call }) => ({ target: { ...call.target, messageId } }));

  it('forgets the targets that were not used for the longest time', async () => {
    const { read, reads, vendor } = open({ readMemoryLimit: 4_500 });
    vendor.value = 'x'.repeat(500); // about 1,600 bytes a reply
    await read({}, message('a'));
    await read({}, message('b'));
    await read(MINUTE, message('a'));
    await read({}, message('c'));
    expect(reads()).toBe(3);
    await read(MINUTE, message('a'));
    await read(MINUTE, message('c'));
    expect(reads()).toBe(3);
    await read(MINUTE, message('b'));
    expect(reads()).toBe(4);
  });

  it('keeps nothing that is larger than it', async () => {
    const { read, reads, vendor } = open({ readMemoryLimit: 1_000 });
    vendor.value = 'x'.repeat(2_000);
    await read();
    await read(MINUTE);
    expect(reads()).toBe(2);
  });
});

describe('a read of several messages', () => {
  const many = (messageIds: readonly string[]): Operation => ({
    name: 'message.get-many',
    call: {
      target: { connection: 'main', channelType: 'direct', channelId: 'c' },
      options: {},
      strict: false,
      messageIds,
    },
  });
  const idsOf = ({ reply }: { reply: Reply }) =>
    reply.messages?.map(({ messageId }) => messageId).toSorted();

  it.each(['one by one', 'together'])(
    'takes each from memory where it is there: %s',
    async (way) => {
      const { gateway, requests } = openGateway({
        plans: {
          *'message.get'({ target: { messageId = '' } }) {
            yield request('GET', `/${messageId}`);
            return entry(messageId);
          },
          ...(way === 'together' && {
            *'message.get-many'({ messageIds }) {
              yield request('GET', `/${messageIds.join()}`);
              return { messages: messageIds.map((id) => ({ messageId: id, ...entry(id) })) };
            },
          }),
        },
      });
      const read = (operation: Operation) => gateway.execute(operation, caller(MINUTE));
      await read(other(({ call }) => ({ target: { ...call.target, messageId: 'b' } })));
      const some = await read(many(['a', 'b', 'c']));
      expect(idsOf(some)).toEqual(['a', 'b', 'c']);
      expect(some.ageMs).toBeGreaterThanOrEqual(0);
      expect(some.usage).toEqual([{ quota: 'calls', tokens: way === 'together' ? 1 : 2 }]);
      expect(requests.map(({ path }) => path)).toEqual(
        way === 'together' ? ['/b', '/a,c'] : ['/b', '/a', '/c'],
      );
      const all = await read(many(['a', 'b', 'c']));
      expect([idsOf(all), all.usage]).toEqual([['a', 'b', 'c'], []]);
    },
  );
});
