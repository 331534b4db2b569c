import { runPlan } from '../../../test/support/vendor/run-plan';
import type { DeleteCall, ReadCall } from '../../core/operation';
import { DIALECTS } from './dialects';
import { deleteMessage, getMessage } from './message';

const { messages } = DIALECTS.classic;

const target = {
  connection: 'c',
  channelType: 'direct' as const,
  channelId: 'user',
  messageId: 'message',
};
const read: ReadCall = { target, options: {}, strict: false };

/** A page with `count` entries: `k<from>` and so on. A full page has 300. */
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

function run(plan: Parameters<typeof runPlan>[0], ...payloads: readonly unknown[]) {
  const { requests, reply } = runPlan(plan, ...payloads);
  const bodies = requests.map(({ body = '' }) => JSON.parse(body) as Body);
  return { bodies, pages: bodies.map((body) => body.page), reply: reply as ReadReply | undefined };
}

interface Body {
  readonly page?: number;
  readonly keys?: readonly string[];
}
interface ReadReply {
  readonly entries?: readonly { readonly key: string }[];
  readonly nextCursor?: string;
}

it('returns a cursor after a full page, and none after the last page', () => {
  const first = run(getMessage(messages, read), page(0, 300));
  expect(first.reply?.nextCursor).toBe('2');
  const second = run(getMessage(messages, { ...read, cursor: '2' }), page(300, 5));
  expect([second.pages, second.reply?.entries?.length]).toEqual([[2], 5]);
  expect(second.reply).not.toHaveProperty('nextCursor');
});

it('refuses a cursor together with keys, which are looked for from the first page', () => {
  expect(() => run(getMessage(messages, { ...read, keys: ['k3'], cursor: '2' }))).toThrow(
    expect.objectContaining({
      code: 'invalid-request',
      details: { errors: [expect.objectContaining({ pointer: 'query/cursor' })] },
    }) as Error,
  );
});

it('looks for requested keys page by page until it has found them', () => {
  const both = run(
    getMessage(messages, { ...read, keys: ['k3', 'k301'] }),
    page(0, 300),
    page(300, 5),
  );
  expect(both.pages).toEqual([1, 2]);
  expect(both.reply?.entries?.map(({ key }) => key)).toEqual(['k3', 'k301']);
  const one = run(getMessage(messages, { ...read, keys: ['k3'] }), page(0, 300), page(300, 5));
  expect(one.pages).toEqual([1]);
});

it('stops after two pages if the vendor ignores the page number', () => {
  const samePages = Array<unknown>(9).fill(page(0, 300));
  const { pages, reply } = run(getMessage(messages, { ...read, keys: ['none'] }), ...samePages);
  expect([pages, reply]).toEqual([[1, 2], { entries: [] }]);
  const second = run(getMessage(messages, { ...read, cursor: '2' }), page(0, 300));
  expect(second.reply).not.toHaveProperty('nextCursor');
});

it('deletes the keys of all pages, 100 in a call', () => {
  const call: DeleteCall = { ...read, actorId: 'a', keys: 'all' };
  const success = Array<unknown>(4).fill({ code: 0 });
  const { bodies } = run(deleteMessage(messages, call), page(0, 300), page(300, 5), ...success);
  expect(bodies.slice(2).map(({ keys }) => keys?.length)).toEqual([100, 100, 100, 5]);
});
