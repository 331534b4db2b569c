import { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { ClientDisconnected } from '../http/client-disconnect';
import { failureOutcome, type Claim } from './claim';
import { Idempotency } from './idempotency';
import { MemoryStore } from './store/memory-store';
import type { Store } from './store/store';

const DAY_MS = 24 * 60 * 60 * 1_000;
const KEY = ['client', 'key'];
const REPLY = { status: 200, type: 'application/json', body: '{"a":1}' };
const tick = (): Promise<unknown> => jest.advanceTimersByTimeAsync(0);

let store: Store;
let idempotency: Idempotency;
beforeEach(() => {
  jest.useFakeTimers({ now: 1_700_000_000_000 });
  store = new MemoryStore(() => Date.now());
  idempotency = new Idempotency(store);
});
afterEach(() => {
  jest.useRealTimers();
});

async function claim(fingerprint = 'request', path = KEY): Promise<Claim> {
  const found = await idempotency.claim(path, fingerprint);
  if ('claim' in found) return found.claim;
  throw new Error('The key has a stored reply.');
}

/** A replica that died: it neither renews its claim nor ends it. */
async function claimAndDie(): Promise<void> {
  await claim();
  jest.clearAllTimers();
}

describe('a claim', () => {
  it('is given to one of many requests', async () => {
    await claim();
    await expect(claim()).rejects.toMatchObject({
      code: 'idempotency-in-progress',
      details: { retryAfterMs: 1_000 },
    });
  });

  it('stores its reply, which later requests get', async () => {
    const first = await claim();
    expect(first.isOutcomeUnknown).toBe(false);
    await first.settle({ reply: REPLY });
    expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
    expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
  });

  it('frees the key if nothing was done', async () => {
    await (await claim()).settle('nothing-done');
    expect((await claim('another request')).isOutcomeUnknown).toBe(false);
  });

  it('tells the next request of an unknown outcome', async () => {
    await (await claim()).settle('unknown');
    const second = await claim();
    expect(second.isOutcomeUnknown).toBe(true);
    await second.settle('unknown');
    expect((await claim()).isOutcomeUnknown).toBe(true);
  });

  it('leaves the key as it was when it is released', async () => {
    await (await claim()).release();
    const second = await claim();
    expect(second.isOutcomeUnknown).toBe(false);
    await second.settle('unknown');
    await (await claim()).release();
    expect((await claim()).isOutcomeUnknown).toBe(true);
  });

  it('is for one request only', async () => {
    const first = await claim();
    const reused = { code: 'idempotency-key-reused', details: { errors: [expect.anything()] } };
    await expect(claim('another request')).rejects.toMatchObject(reused);
    await first.settle({ reply: REPLY });
    await expect(claim('another request')).rejects.toMatchObject(reused);
  });

  it('is independent of other clients and keys', async () => {
    await claim();
    await claim('request', ['client', 'another key']);
    await claim('request', ['another client', 'key']);
    await claim('request', ['client', 'key', 'operation']);
    await claim('request', ['clientkey']);
  });

  it('is renewed while its request runs', async () => {
    const first = await claim();
    await jest.advanceTimersByTimeAsync(60_000);
    await expect(claim()).rejects.toMatchObject({ code: 'idempotency-in-progress' });
    await first.settle({ reply: REPLY });
    expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
  });

  it('is renewed every 5 seconds', async () => {
    const swap = jest.spyOn(store, 'swap');
    await claim();
    await jest.advanceTimersByTimeAsync(4_999);
    expect(swap).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1 + 3 * 5_000);
    expect(swap).toHaveBeenCalledTimes(4);
  });

  it.each(['nothing-done', 'unknown', { reply: REPLY }] as const)(
    'is not renewed after its outcome: %j',
    async (outcome) => {
      const first = await claim();
      await first.settle(outcome);
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  it('passes to another replica 15 seconds after its last renewal, with an unknown outcome', async () => {
    await claimAndDie();
    await jest.advanceTimersByTimeAsync(14_999);
    await expect(claim()).rejects.toMatchObject({ code: 'idempotency-in-progress' });
    await jest.advanceTimersByTimeAsync(1);
    expect((await claim()).isOutcomeUnknown).toBe(true);
  });

  it('passes to one other replica only', async () => {
    await claimAndDie();
    await jest.advanceTimersByTimeAsync(15_000);
    const found = await Promise.allSettled([claim(), claim(), claim()]);
    expect(found.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('does not overwrite the record of the replica that took it over', async () => {
    const stalled = await claim();
    jest.clearAllTimers();
    await jest.advanceTimersByTimeAsync(15_000);
    const second = await claim();
    await stalled.settle({ reply: { status: 204 } });
    await second.settle({ reply: REPLY });
    expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
  });

  it('is given for a finished request on demand, with a known outcome', async () => {
    await (await claim()).settle({ reply: REPLY });
    const found = await idempotency.claim(KEY, 'request', { evenIfDone: true });
    expect(found).toMatchObject({ claim: { isOutcomeUnknown: false } });
    await expect(idempotency.claim(KEY, 'request', { evenIfDone: true })).rejects.toMatchObject({
      code: 'idempotency-in-progress',
    });
  });

  it('stores its outcome for a day', async () => {
    await (await claim()).settle({ reply: REPLY });
    await jest.advanceTimersByTimeAsync(DAY_MS - 1);
    expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
    await jest.advanceTimersByTimeAsync(1);
    await claim();
  });

  it('stores neither clients nor keys in the names of records', async () => {
    const putIfAbsent = jest.spyOn(store, 'putIfAbsent');
    await claim('request', ['secret-client', 'secret-key']);
    expect(putIfAbsent).toHaveBeenCalledWith(
      expect.stringMatching(/^[\w-]{43}$/),
      expect.not.stringContaining('secret'),
      DAY_MS,
    );
  });
});

describe('a store that fails', () => {
  const unavailable = new GatewayError('limiter-unavailable', 'There is no store.');

  it('leaves no claim behind for a request that was refused for it', async () => {
    jest.spyOn(store, 'putIfAbsent').mockImplementationOnce(async (...record) => {
      await MemoryStore.prototype.putIfAbsent.apply(store, record); // stored, but not acknowledged
      throw unavailable;
    });
    await expect(claim()).rejects.toBe(unavailable);
    await tick();
    await claim();
  });

  it('still gives its own error if it cannot remove the record', async () => {
    jest.spyOn(store, 'putIfAbsent').mockRejectedValueOnce(unavailable);
    jest.spyOn(store, 'remove').mockRejectedValueOnce(new Error('no'));
    await expect(claim()).rejects.toBe(unavailable);
  });

  it.each(['before', 'after'])(
    'does not lose the outcome if it fails %s a renewal',
    async (when) => {
      const first = await claim();
      jest.spyOn(store, 'swap').mockImplementationOnce(async (...swap) => {
        if (when === 'after') await MemoryStore.prototype.swap.apply(store, swap);
        throw unavailable;
      });
      await jest.advanceTimersByTimeAsync(5_000);
      await first.settle({ reply: REPLY });
      expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
    },
  );

  it.each(['before', 'after'])('frees the key if it fails %s a renewal', async (when) => {
    const first = await claim();
    jest.spyOn(store, 'swap').mockImplementationOnce(async (...swap) => {
      if (when === 'after') await MemoryStore.prototype.swap.apply(store, swap);
      throw unavailable;
    });
    await jest.advanceTimersByTimeAsync(5_000);
    await first.settle('nothing-done');
    await claim('another request');
  });

  it('forgets texts that it cannot hold any more', async () => {
    const first = await claim();
    await jest.advanceTimersByTimeAsync(60_000);
    const swap = jest.spyOn(store, 'swap');
    await first.settle({ reply: REPLY });
    expect(swap).toHaveBeenCalledTimes(1);
  });

  it('gets the outcome again if it has lost its data', async () => {
    const first = await claim();
    idempotency = new Idempotency((store = new MemoryStore(() => Date.now())));
    Object.assign(first, { store });
    await first.settle({ reply: REPLY });
    expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
  });

  it('does not fail a request that is done', async () => {
    const first = await claim();
    jest.spyOn(store, 'swap').mockRejectedValue(unavailable);
    await first.settle({ reply: REPLY });
  });

  describe('for a while', () => {
    const OUTAGE_MS = 40_000;
    beforeEach(() => {
      const startMs = Date.now();
      for (const method of ['putIfAbsent', 'swap', 'remove'] as const) {
        const original = store[method].bind(store) as (...values: unknown[]) => unknown;
        jest.spyOn(store, method).mockImplementation((...values: unknown[]) => {
          const isAway = isOutage && Date.now() < startMs + OUTAGE_MS;
          return (isAway ? Promise.reject(unavailable) : original(...values)) as never;
        });
      }
    });
    let isOutage = false;
    afterEach(() => {
      isOutage = false;
      jest.restoreAllMocks();
    });

    it.each(['nothing-done', 'unknown', { reply: REPLY }] as const)(
      'gets the outcome when it is back: %j',
      async (outcome) => {
        const first = await claim();
        isOutage = true;
        await first.settle(outcome);
        await jest.advanceTimersByTimeAsync(OUTAGE_MS + 30_000);
        const found = await idempotency.claim(KEY, 'request');
        if (typeof outcome === 'object') expect(found).toEqual(outcome);
        else expect(found).toMatchObject({ claim: { isOutcomeUnknown: outcome === 'unknown' } });
      },
    );

    it('frees the key of a request that was refused for it', async () => {
      isOutage = true;
      jest.spyOn(store, 'putIfAbsent').mockImplementationOnce(async (...record) => {
        await MemoryStore.prototype.putIfAbsent.apply(store, record); // stored, but not acknowledged
        throw unavailable;
      });
      await expect(claim()).rejects.toBe(unavailable);
      await jest.advanceTimersByTimeAsync(OUTAGE_MS + 30_000);
      expect((await claim()).isOutcomeUnknown).toBe(false);
    });
  });

  it('is asked less and less often for an hour, and then no more', async () => {
    const first = await claim();
    const remove = jest.spyOn(store, 'remove').mockRejectedValue(unavailable);
    await first.settle('nothing-done');
    await jest.advanceTimersByTimeAsync(30_000);
    expect(remove).toHaveBeenCalledTimes(6); // after 0, 0.5, 1.5, 3.5, 7.5 and 15.5 s
    await jest.advanceTimersByTimeAsync(62 * 60_000);
    expect(remove.mock.calls.length).toBeLessThan(130);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is asked again for at most 1,000 claims at a time', async () => {
    jest.spyOn(store, 'putIfAbsent').mockRejectedValue(unavailable);
    const remove = jest.spyOn(store, 'remove').mockRejectedValue(unavailable);
    for (let count = 0; count < 1_100; count += 1) await claim().catch(() => undefined);
    await tick();
    expect(remove).toHaveBeenCalledTimes(1_100);
    await jest.advanceTimersByTimeAsync(500);
    expect(remove).toHaveBeenCalledTimes(2_100);
    remove.mockResolvedValue();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gets updates one after the other', async () => {
    const first = await claim();
    const swap = jest.spyOn(store, 'swap');
    let finishRenewal = (): void => undefined;
    swap.mockImplementationOnce(async (...renewal) => {
      await new Promise<void>((resolve) => (finishRenewal = resolve));
      return MemoryStore.prototype.swap.apply(store, renewal);
    });
    await jest.advanceTimersByTimeAsync(5_000);
    const settled = first.settle({ reply: REPLY });
    await tick();
    expect(swap).toHaveBeenCalledTimes(1);
    finishRenewal();
    await settled;
    expect(await idempotency.claim(KEY, 'request')).toEqual({ reply: REPLY });
  });
});

describe('the outcome of a failure', () => {
  const set = { name: 'message.set', call: {} } as unknown as Operation;
  const change = {
    name: 'counters.change',
    call: { changes: [{ key: 'a', op: 'increase', amount: 1 }] },
  } as unknown as Operation;
  const failure = (applied?: 'no' | 'yes' | 'unknown') =>
    new GatewayError('upstream-refused', 'No.', applied === undefined ? {} : { applied });

  it.each<[string, unknown, Operation, boolean, string]>([
    ['a disconnect', new ClientDisconnected(), change, false, 'nothing-done'],
    ['a disconnect after an unknown outcome', new ClientDisconnected(), change, true, 'unknown'],
    ['a bug', new TypeError('a bug'), set, false, 'unknown'],
    ['a refusal', failure(), change, false, 'nothing-done'],
    ['a write that was not applied', failure('no'), change, false, 'nothing-done'],
    ['a write of unknown outcome', failure('unknown'), set, false, 'unknown'],
    ['a repeatable write that was applied', failure('yes'), set, false, 'nothing-done'],
    ['a write that was applied and must not be repeated', failure('yes'), change, false, 'final'],
  ])('%s', (_, error, operation, isOutcomeUnknown, outcome) => {
    expect(failureOutcome(error, operation, isOutcomeUnknown)).toBe(outcome);
  });
});
