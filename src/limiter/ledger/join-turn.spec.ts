import type { RedisConnection } from '../../redis';
import { JoinSlots, type JoinRank } from './join-slots';
import { JoinTurn } from './join-turn';

/** A hundred accounts over one connection, each of which joins in a round trip that `answer` ends. */
function start() {
  const connection = {} as RedisConnection;
  const underWay: (() => void)[] = [];
  const joined: number[] = [];
  const accounts = Array.from({ length: 100 }, (_, account) => {
    const slots = JoinSlots.of(connection);
    const take = async (): Promise<void> => {
      const reply = await turn.take(
        () =>
          new Promise<number>((end) =>
            underWay.push(() => {
              end(account);
            }),
          ),
        'fallback',
      );
      if (reply !== undefined) joined.push(reply);
    };
    const turn = new JoinTurn({ isConnected: true, joinSlots: slots }, () => void take());
    return { turn, take };
  });
  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { underWay, joined, accounts, nextTurn };
}

it('lets sixteen accounts of a process join at once, and the others in the order of their asking', async () => {
  const { underWay, joined, accounts, nextTurn } = start();
  for (const { take } of accounts) void take();
  await nextTurn();
  expect(accounts.map(({ turn }) => turn.isAwaited)).toEqual(
    accounts.map((_, index) => index >= 16),
  );
  let most = 0;
  while (underWay.length > 0) {
    most = Math.max(most, underWay.length);
    underWay.shift()?.();
    await nextTurn();
  }
  expect(most).toBe(16);
  expect(joined).toEqual(accounts.map((_, index) => index));
});

it('lets the next account join when a join has failed', async () => {
  const slots = JoinSlots.of({} as RedisConnection);
  const fail = (): Promise<never> => Promise.reject(new Error('no reply'));
  for (let count = 0; count < 20; count += 1)
    await expect(slots.run(fail, () => undefined)).rejects.toThrow('no reply');
  expect(
    await slots.run(
      () => Promise.resolve('joined'),
      () => undefined,
    ),
  ).toBe('joined');
});

/** Slots of which all but one are in use; `end` ends the join of that one. */
function startWithOneSlot() {
  const slots = new JoinSlots(() => 0);
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const join = (name: string) => () =>
    new Promise<string>((resolve) => {
      order.push(name);
      ends.push(() => {
        resolve(name);
      });
    });
  const ask = (name: string, rank: JoinRank) => {
    const attempt = (): void => void slots.run(join(name), attempt, rank);
    attempt();
    return {
      again: attempt,
      leave: () => {
        slots.leave(attempt);
      },
    };
  };
  for (let other = 0; other < 15; other += 1)
    void slots.run(
      () => new Promise(() => undefined),
      () => undefined,
    );
  const endNext = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { order, ask, endNext };
}

it('serves urgent accounts first, and those whose last join has failed last', async () => {
  const { order, ask, endNext } = startWithOneSlot();
  ask('first', 'usual');
  ask('failed', 'failed');
  const usual = ask('usual', 'usual');
  ask('later', 'usual');
  ask('urgent', 'urgent');
  usual.again(); // does not lose its place
  for (let count = 0; count < 5; count += 1) await endNext();
  expect(order).toEqual(['first', 'urgent', 'usual', 'later', 'failed']);
});

it('passes over an account that waits no longer', async () => {
  const { order, ask, endNext } = startWithOneSlot();
  ask('first', 'usual');
  ask('gone', 'usual').leave();
  ask('next', 'usual');
  for (let count = 0; count < 3; count += 1) await endNext();
  expect(order).toEqual(['first', 'next']);
});

it('has fewer slots while replies are late, at least one, and more again when they are prompt', async () => {
  let [nowMs, tookMs] = [0, 200];
  const slots = new JoinSlots(() => nowMs);
  const most = async (): Promise<number> => {
    let [underWay, started, max] = [0, 0, 0];
    const join = async (): Promise<void> => {
      max = Math.max(max, (underWay += 1));
      started += 1;
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += tookMs;
      underWay -= 1;
    };
    const accounts = Array.from({ length: 100 }, () => {
      const attempt = (): void => void slots.run(join, attempt);
      return attempt;
    });
    for (const attempt of accounts) attempt();
    while (started < accounts.length || underWay > 0) {
      if (started === 80) max = 0; // how many there are in the end
      await new Promise((resolve) => setImmediate(resolve));
    }
    return max;
  };
  expect(await most()).toBe(1);
  tookMs = 0;
  await most();
  expect(await most()).toBe(16);
});
