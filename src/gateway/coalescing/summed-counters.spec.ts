import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { CounterChange } from '../../core/metadata';
import type { SignedRequest, UpstreamReply } from '../../core/upstream';
import { TransportFailure } from '../../transport';
import {
  caller,
  closeGateways,
  countOf,
  failureOf,
  ok,
  openGateway,
  readOf,
  status,
} from '../../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

const change = (op: CounterChange['op'], amount: number, key = 'likes'): CounterChange => ({
  key,
  op,
  amount,
});

/** A vendor that keeps counters, and a gateway whose only token is used and whose quota cools down for 100 ms. */
async function busyCounters(more: { refuse?: (index: number) => UpstreamReply | undefined } = {}) {
  const counters = new Map<string, number>();
  const answer = (request: SignedRequest, index: number): UpstreamReply => {
    if (request.method === 'GET') return ok();
    const refusal = more.refuse?.(index);
    if (refusal !== undefined) return refusal;
    const changes = JSON.parse(request.body ?? '[]') as CounterChange[];
    for (const { key, op, amount } of changes) {
      const held = op === 'set' ? 0 : (counters.get(key) ?? 0);
      counters.set(key, op === 'decrease' ? held - amount : held + amount);
    }
    return ok({ counters: changes.map(({ key }) => ({ key, value: counters.get(key) })) });
  };
  const setup = openGateway({ limit: 1, windowMs: 100, answer });
  await setup.gateway.execute(readOf(['busy']), caller());
  setup.connection.limiter.coolDown([{ quota: 'calls' }], 100);
  const bodies = () =>
    setup.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => JSON.parse(body ?? '') as unknown);
  const count = (...changes: CounterChange[]) =>
    setup.gateway.execute(countOf(...changes), caller());
  return { ...setup, counters, bodies, count };
}

const toldBy = async (
  calls: readonly ReturnType<Awaited<ReturnType<typeof busyCounters>>['count']>[],
) => (await Promise.all(calls)).map(({ reply }) => reply.counters?.map(({ value }) => value));

describe('waiting changes of a counter', () => {
  it('are summed, and each caller is told the value after its own change', async () => {
    const { bodies, count, counters, merged } = await busyCounters();
    counters.set('likes', 10);
    const told = await toldBy([
      count(change('increase', 5)),
      count(change('decrease', 2)),
      count(change('increase', 1)),
    ]);
    expect(bodies()).toEqual([[change('increase', 4)]]);
    expect(told).toEqual([[15], [13], [14]]);
    expect(merged).toEqual(['counters.change', 'counters.change']);
  });

  it('are sent as a decrease where the sum is negative', async () => {
    const { bodies, count } = await busyCounters();
    const told = await toldBy([count(change('increase', 5)), count(change('decrease', 8))]);
    expect(bodies()).toEqual([[change('decrease', 3)]]);
    expect(told).toEqual([[5], [-3]]);
  });

  it('of several counters share a call while their sums have one direction', async () => {
    const { bodies, count } = await busyCounters();
    const told = await toldBy([
      count(change('increase', 1), change('increase', 2, 'views')),
      count(change('increase', 3, 'views')),
    ]);
    expect(bodies()).toEqual([[change('increase', 1), change('increase', 5, 'views')]]);
    expect(told).toEqual([[1, 2], [5]]);
  });

  it('are not summed with a set, nor with a change in the other direction of another counter', async () => {
    const { bodies, count } = await busyCounters();
    await toldBy([count(change('increase', 1)), count(change('set', 7))]);
    await toldBy([count(change('increase', 1)), count(change('decrease', 1, 'views'))]);
    expect(bodies()).toHaveLength(4);
  });

  it('are not summed beyond what a number holds exactly', async () => {
    const { bodies, count } = await busyCounters();
    const most = Number.MAX_SAFE_INTEGER;
    const told = await toldBy([count(change('increase', most)), count(change('decrease', most))]);
    expect(bodies()).toEqual([[change('increase', most)], [change('decrease', most)]]);
    expect(told).toEqual([[most], [0]]);
  });

  it('are made one by one where the vendor refuses their sum', async () => {
    const { count, counters, bodies } = await busyCounters({
      refuse: (index) => (index === 1 ? status(400) : undefined),
    });
    expect(await toldBy([count(change('increase', 1)), count(change('increase', 2))])).toEqual([
      [1],
      [3],
    ]);
    expect(counters.get('likes')).toBe(3);
    expect(bodies()).toEqual([3, 1, 2].map((by) => [change('increase', by)]));
  });

  it.each([
    ['refused for all', 'no', () => status(401)],
    ['of unknown outcome', 'unknown', failInFlight],
  ] as const)('all fail with a call that is %s', async (_, applied, refuse) => {
    const { count, bodies } = await busyCounters({ refuse });
    const errors = await Promise.all([1, 2].map((by) => failureOf(count(change('increase', by)))));
    expect(errors.map(({ details }) => details.applied)).toEqual([applied, applied]);
    expect(bodies()).toEqual([[change('increase', 3)]]);
  });
});

function failInFlight(): never {
  throw new TransportFailure('timeout', performance.now());
}

describe('neighbouring changes of a batch', () => {
  it('are one vendor call, each with its own value', async () => {
    const { gateway, bodies } = await busyCounters();
    const run = [countOf(change('increase', 2)), countOf(change('increase', 3))];
    expect(gateway.leadingRunLength([...run, countOf(change('set', 1))])).toBe(2);
    expect(await gateway.executeRun(run, caller())).toEqual([
      { counters: [{ key: 'likes', value: 2 }] },
      { counters: [{ key: 'likes', value: 5 }] },
    ]);
    expect(bodies()).toEqual([[change('increase', 5)]]);
  });
});

interface Told {
  readonly change: CounterChange;
  readonly value: number;
}

/** Whether the calls, one after the other in some order, give each the value that it was told. */
function haveSerialOrder(calls: readonly Told[], held: number): boolean {
  if (calls.length === 0) return true;
  return calls.some(({ change: { op, amount }, value }, index) => {
    const after = { set: amount, increase: held + amount, decrease: held - amount }[op];
    return after === value && haveSerialOrder(calls.toSpliced(index, 1), value);
  });
}

describe('any interleaving', () => {
  const anyCall = fc.record({
    change: fc.record({
      key: fc.constantFrom('likes', 'views'),
      op: fc.constantFrom(...(['increase', 'increase', 'decrease', 'set'] as const)),
      amount: fc.nat(9),
    }),
    afterMs: fc.nat(25),
    disconnectsAfterMs: fc.option(fc.nat(25), { freq: 4, nil: undefined }),
  });

  it('leaves the sum of the acknowledged changes, and tells values of a serial order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCall, { minLength: 2, maxLength: 8 }),
        fc.array(fc.boolean()),
        async (calls, refusals) => {
          const vendor = await busyCounters({
            refuse: (index) => (refusals[index] === true ? status(400) : undefined),
          });
          const told: Told[] = [];
          await Promise.all(
            calls.map(async ({ change: own, afterMs, disconnectsAfterMs }) => {
              await sleep(afterMs);
              const { signal } = disconnecting(disconnectsAfterMs);
              try {
                const { reply } = await vendor.gateway.execute(countOf(own), caller({ signal }));
                told.push({ change: own, value: reply.counters?.[0]?.value ?? NaN });
              } catch {
                // refused, or disconnected before it was sent: not applied
              }
            }),
          );
          for (const key of ['likes', 'views']) {
            const own = told.filter((one) => one.change.key === key);
            expect(haveSerialOrder(own, 0)).toBe(true);
            if (own.every((one) => one.change.op !== 'set'))
              expect(vendor.counters.get(key) ?? 0).toBe(
                own.reduce((sum, one) => sum + signedAmount(one.change), 0),
              );
          }
          vendor.close();
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  const signedAmount = ({ op, amount }: CounterChange) => (op === 'decrease' ? -amount : amount);

  function disconnecting(afterMs: number | undefined): AbortController {
    const controller = new AbortController();
    if (afterMs !== undefined)
      setTimeout(() => {
        controller.abort(new Error('disconnected'));
      }, afterMs);
    return controller;
  }
});
