import type { Plan } from '../../core/upstream';
import type { DeleteCall, ReadCall, Reply } from '../../core/operation';
import { deleteMessage, getMessage } from './message';

const target = {
  connection: 'c',
  channelType: 'direct' as const,
  channelId: 'user',
  messageId: 'message',
};
const read: ReadCall = { target, options: {}, strict: false };

/** A full page of 300 entries, or what is left. */
const page = (from: number, count: number) => ({
  code: 0,
  result: {
    metadata: Array.from({ length: count }, (_, index) => ({
      key: `k${from + index}`,
      value: '',
      updatedAt: 1,
    })),
  },
});

/** Answers the plan's requests in order, and gives their bodies and what the plan returns. */
function walk(plan: Plan<Reply>, payloads: readonly unknown[]) {
  const bodies: unknown[] = [];
  let step = plan.next();
  for (const payload of payloads) {
    if (step.done === true) break;
    bodies.push(JSON.parse(step.value.body ?? ''));
    step = plan.next(payload);
  }
  return { bodies, reply: step.done === true ? step.value : undefined };
}

const pages = (bodies: readonly unknown[]) =>
  bodies.map((body) => (body as { page?: number }).page);

it('gives a cursor behind a full page, and goes on from it', () => {
  const first = walk(getMessage(read), [page(0, 300)]);
  expect(first.reply?.nextCursor).toBe('2');
  const second = walk(getMessage({ ...read, cursor: '2' }), [page(300, 5)]);
  expect([pages(second.bodies), second.reply?.entries?.length]).toEqual([[2], 5]);
  expect(second.reply).not.toHaveProperty('nextCursor');
});

it('looks for given keys on every page, and no further than they are found', () => {
  const both = walk(getMessage({ ...read, keys: ['k3', 'k301'] }), [page(0, 300), page(300, 5)]);
  expect([pages(both.bodies), both.reply?.entries?.map(({ key }) => key)]).toEqual([
    [1, 2],
    ['k3', 'k301'],
  ]);
  const one = walk(getMessage({ ...read, keys: ['k3'] }), [page(0, 300), page(300, 5)]);
  expect(pages(one.bodies)).toEqual([1]);
});

it('is not held for ever by a vendor that ignores the page', () => {
  const { bodies, reply } = walk(
    getMessage({ ...read, keys: ['none'] }),
    Array<unknown>(9).fill(page(0, 300)),
  );
  expect([bodies.length, reply]).toEqual([2, { entries: [] }]);
});

it('deletes everything it finds on every page, 100 keys a call', () => {
  const call: DeleteCall = { ...read, actorId: 'a', keys: 'all' };
  const { bodies } = walk(deleteMessage(call), [
    page(0, 300),
    page(300, 5),
    ...Array<unknown>(4).fill({ code: 0 }),
  ]);
  const deleted = bodies.slice(2).map((body) => (body as { keys: string[] }).keys.length);
  expect(deleted).toEqual([100, 100, 100, 5]);
});
