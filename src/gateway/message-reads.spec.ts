import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../core/gateway-error';
import type { Operation, Reply } from '../core/operation';
import type { UpstreamReply } from '../core/upstream';
import {
  caller,
  closeGateways,
  failureOf,
  ok,
  openGateway,
  request,
  status,
} from '../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

const readMany = (messageIds: readonly string[], keys?: readonly string[]): Operation => ({
  name: 'message.get-many',
  call: {
    target: { connection: 'main', channelType: 'direct', channelId: 'c' },
    options: {},
    strict: false,
    messageIds,
    ...(keys !== undefined && { keys }),
  },
});
const ids = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

/** A vendor with a call for one message. A key `invalid` and a message `invalid` break its rules. */
function vendorOfSingles(settings: Parameters<typeof openGateway>[0] = {}) {
  return openGateway({
    ...settings,
    plans: {
      *'message.get'({ target: { messageId = '' }, keys = [] }) {
        if (keys.includes('invalid') || messageId === 'invalid') throw tooLong();
        const payload = yield request('GET', `/messages/${messageId}`);
        return { entries: [{ key: 'id', values: [messageId] }], ...(payload as Reply) };
      },
    },
  });
}
const tooLong = () => new GatewayError('provider-limit', 'too long');

describe('a read of several messages that the vendor reads one by one', () => {
  it('has the entries of each, and the tokens of all', async () => {
    const { gateway, requests } = vendorOfSingles();
    const { reply, usage } = await gateway.execute(readMany(ids(5)), caller());
    expect(reply.messages).toEqual(
      ids(5).map((messageId) => ({ messageId, entries: [{ key: 'id', values: [messageId] }] })),
    );
    expect(usage).toEqual([{ quota: 'calls', tokens: 5 }]);
    expect(requests).toHaveLength(5);
  });

  it('has at most 50 vendor calls under way', async () => {
    let underWay = 0;
    let most = 0;
    const { gateway } = vendorOfSingles({
      limit: 200,
      answer: async (): Promise<UpstreamReply> => {
        most = Math.max(most, (underWay += 1));
        await sleep(5);
        underWay -= 1;
        return ok();
      },
    });
    await gateway.execute(readMany(ids(120)), caller());
    expect(most).toBe(50);
  });

  it('keeps the deadline of the caller over all calls', async () => {
    const { gateway } = vendorOfSingles({ limit: 10, windowMs: 200 });
    const begunMs = performance.now();
    const { reply } = await gateway.execute(readMany(ids(100)), caller({ maxWaitMs: 500 }));
    expect(performance.now() - begunMs).toBeLessThan(1_000);
    const read = (reply.messages ?? []).filter((message) => 'entries' in message);
    expect(read.length).toBeGreaterThanOrEqual(20);
    expect(read.length).toBeLessThanOrEqual(40);
    for (const message of reply.messages ?? [])
      if ('error' in message) expect(message.error.code).toBe('quota-exhausted');
  });

  it('tells the failure of a message with that message', async () => {
    const { gateway } = vendorOfSingles({
      answer: ({ path }) => (path.endsWith('m1') ? status(400) : ok()),
    });
    const { reply } = await gateway.execute(readMany(['m0', 'm1', 'invalid']), caller());
    expect(
      reply.messages?.map((message) => ('error' in message ? message.error.code : 'read')),
    ).toEqual(['read', 'upstream-refused', 'provider-limit']);
  });

  it('is refused before any call where a key breaks a rule', async () => {
    const { gateway, requests } = vendorOfSingles();
    const read = readMany(ids(2), ['invalid']);
    const error = await failureOf(gateway.execute(read, caller()));
    expect(error).toMatchObject({ code: 'provider-limit', details: { usage: [] } });
    expect(() => {
      gateway.check(read);
    }).toThrow('too long');
    expect(requests).toEqual([]);
  });

  it('fails where no message was read for a reason of its own', async () => {
    const { gateway } = vendorOfSingles({ answer: () => status(429), windowMs: 50 });
    const error = await failureOf(gateway.execute(readMany(ids(3)), caller({ maxWaitMs: 0 })));
    expect(error.code).toBe('upstream-throttled');
    expect(error.details.usage).toEqual([{ quota: 'calls', tokens: 3 }]);
    const refusing = vendorOfSingles({ answer: () => status(400) });
    const { reply } = await refusing.gateway.execute(readMany(ids(3)), caller());
    expect(reply.messages?.every((message) => 'error' in message)).toBe(true);
  });

  it('ends when the caller disconnects', async () => {
    const disconnect = new AbortController();
    const { gateway, requests } = vendorOfSingles({
      limit: 1_000,
      answer: () => {
        disconnect.abort(new Error('disconnected'));
        return ok();
      },
    });
    const error = await failureOf(
      gateway.execute(readMany(ids(200)), caller({ signal: disconnect.signal })),
    );
    expect(error.message).toBe('disconnected');
    await sleep(20);
    expect(requests.length).toBeLessThanOrEqual(50);
  });

  it('is explained with the steps of all messages', () => {
    const { gateway } = vendorOfSingles();
    const { steps } = gateway.explain(readMany(ids(3)));
    expect(steps.map(({ url }) => new URL(url).pathname)).toEqual([
      '/messages/m0',
      '/messages/m1',
      '/messages/m2',
    ]);
  });
});

describe('a read of several messages together, one of which is in memory', () => {
  /** A vendor whose call has all messages. It refuses a call of which no message may exist. */
  function vendorOfLists(settings: Parameters<typeof openGateway>[0] = {}) {
    return openGateway({
      ...settings,
      plans: {
        *'message.get-many'({ messageIds }) {
          const valid = messageIds.filter((messageId) => messageId !== 'invalid');
          if (valid.length === 0) throw tooLong();
          yield request('GET', '/messages');
          return {
            messages: messageIds.map((messageId) =>
              messageId === 'invalid'
                ? { messageId, error: tooLong() }
                : { messageId, entries: [] },
            ),
          };
        },
      },
    });
  }
  const rowsOf = ({ messages = [] }: Reply) =>
    messages.map((message) => [
      message.messageId,
      'error' in message ? message.error.code : message.entries,
    ]);

  it('has a problem for each other message where the vendor has no plan for them', async () => {
    const { gateway, requests } = vendorOfLists();
    const read = readMany(['m0', 'invalid']);
    const rows = [];
    for (let count = 0; count < 2; count += 1) {
      const { reply } = await gateway.execute(read, caller({ maxAgeMs: 60_000 }));
      rows.push(rowsOf(reply));
    }
    const expected = [
      ['m0', []],
      ['invalid', 'provider-limit'],
    ];
    expect(rows).toEqual([expected, expected]);
    expect(requests).toHaveLength(1);
    await expect(gateway.execute(readMany(['invalid']), caller())).rejects.toThrow('too long');
  });

  it('has a problem for each other message where their vendor call fails', async () => {
    const { gateway } = vendorOfLists({
      answer: (_request, index) => (index === 0 ? ok() : status(400)),
    });
    await gateway.execute(readMany(['m0']), caller());
    const { reply, usage } = await gateway.execute(readMany(ids(2)), caller({ maxAgeMs: 60_000 }));
    expect(rowsOf(reply)).toEqual([
      ['m0', []],
      ['m1', 'upstream-refused'],
    ]);
    expect(usage).toEqual([{ quota: 'calls', tokens: 1 }]);
  });
});
