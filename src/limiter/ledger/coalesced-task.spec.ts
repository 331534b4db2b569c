import { CoalescedTask } from './coalesced-task';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A task whose runs end when the test calls `ends[n]`. */
function start(mayRunAgain = true) {
  const ends: (() => void)[] = [];
  const task = new CoalescedTask(
    () =>
      new Promise((resolve) =>
        ends.push(() => {
          resolve(mayRunAgain);
        }),
      ),
  );
  return { task, ends };
}

it('serves all requests of one turn with one run', async () => {
  const { task, ends } = start();
  task.request();
  task.request();
  expect(ends).toHaveLength(0);
  await turn();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await turn();
  await turn();
  expect(ends).toHaveLength(1);
});

it('runs again for requests made during a run, after it and not beside it', async () => {
  const { task, ends } = start();
  task.request();
  await turn();
  task.request();
  task.request();
  await turn();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await turn();
  await turn();
  expect(ends).toHaveLength(2);
});

it('drops requests made during a run that forbids another', async () => {
  const { task, ends } = start(false);
  task.request();
  await turn();
  task.request();
  ends[0]?.();
  await turn();
  await turn();
  expect(ends).toHaveLength(1);
  task.request();
  await turn();
  expect(ends).toHaveLength(2);
});

it('tells a caller when the run that it has requested has ended, not the one before', async () => {
  const { task, ends } = start();
  const ended: string[] = [];
  void task.requestAndWait().then(() => ended.push('first'));
  await turn();
  void task.requestAndWait().then(() => ended.push('second'));
  ends[0]?.();
  await turn();
  await turn();
  expect(ended).toEqual(['first']);
  ends[1]?.();
  await turn();
  expect(ended).toEqual(['first', 'second']);
});

it('leaves no caller waiting when a run forbids another', async () => {
  const { task, ends } = start(false);
  task.request();
  await turn();
  const ended = task.requestAndWait();
  ends[0]?.();
  await ended;
  expect(ends).toHaveLength(1);
});
