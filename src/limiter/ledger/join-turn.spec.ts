import type { RedisConnection } from '../../redis';
import { JoinSlots } from './join-slots';
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
      );
      if (reply !== undefined) joined.push(reply);
    };
    const turn = new JoinTurn(
      { joinInTurn: (join, wake) => slots.run(join, wake) },
      () => void take(),
    );
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
