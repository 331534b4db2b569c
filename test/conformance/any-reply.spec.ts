/** Replies that a vendor, or a proxy in front of it, may send: each has a clear outcome. */
import fc from 'fast-check';
import { PROBLEMS } from '../../src/api/http/problems/problem-table';
import { GatewayError } from '../../src/core/gateway-error';
import type { Adapter } from '../../src/core/provider';
import type { Reply } from '../../src/core/operation';
import type { Plan, UpstreamReply } from '../../src/core/upstream';
import { SUBJECTS, type Subject } from './subjects';

const OK_STATUSES = [200, 201, 202, 204, 206];
const FAILED_STATUSES = [400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 520];

/** Texts that the documented replies consist of, so that some replies look nearly right. */
const NAMES = [
  'code',
  'error',
  'message',
  'result',
  'metadata',
  'entries',
  'sorted_metaarray',
  'metaarray',
  'message_id',
  'key',
  'value',
  'k',
  'extraContent',
  'updatedTime',
  'timestamp',
  'keys',
];
const names = fc.constantFrom(...NAMES);
const scalars = fc.oneof(
  fc.constantFrom(null, true, 0, 200, 1000, 400111, -1, 1.5, '', 'v', '0'),
  fc.string({ maxLength: 3 }),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(names, tie('json'), { maxKeys: 5 }),
  ),
}));

/** Numbers that JSON can write and no double can hold. */
const HUGE = ['1e400', '-1e400', '9007199254740993', '179592000000000000000'];
const bodies = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  json.map((value) => `\uFEFF${JSON.stringify(value)}`),
  fc
    .tuple(json, fc.constantFrom(...HUGE))
    .map(([value, huge]) => JSON.stringify(value).replace(/\b\d+\b/g, huge)),
  json.map((value) => JSON.stringify(value).slice(0, -1)),
  fc.constantFrom(
    '',
    ' ',
    'null',
    'OK',
    '<html><body>502 Bad Gateway</body></html>',
    '{"code":0}{"code":0}',
    '{"__proto__":{"code":0}}',
  ),
);
const headers = fc.dictionary(
  fc.constantFrom('content-type', 'retry-after', 'x-ratelimit-retryafter', 'x-ratelimit-reset'),
  fc.constantFrom('1', '1e9', '1795920000', '-5', 'soon', 'text/html', '', '1, 2'),
);
const replies = (statuses: readonly number[]) =>
  fc.record({ status: fc.constantFrom(...statuses), headers, body: bodies });

function adapterOf({ facts, settings }: Subject): Adapter {
  const { provider } = facts;
  const all = { ...provider.sandboxExamples.settings, ...settings };
  return provider.createAdapter(Object.assign(new provider.settings(), all));
}

const COMMON = { options: {}, strict: false, isKeyInPath: false, actorId: 'actor', upsert: true };
const ENTRY = { key: 'k', values: ['v'] };
const CALL = {
  ...COMMON,
  entries: [ENTRY],
  keys: ['k'],
  add: [ENTRY],
  remove: [],
  key: 'k',
  values: ['v'],
  changes: [{ key: 'k', op: 'increase', amount: 1 }],
  messageIds: ['1', '2'],
};

const plans = SUBJECTS.flatMap((subject) =>
  subject.facts.provider.sandboxExamples.targets.flatMap((example) =>
    Object.entries(subject.facts.provider.capabilities)
      .filter(([, types]) => types[example.channelType] !== undefined)
      .map(([name]) => ({
        title: `${subject.connection}, ${example.channelType} ${name}`,
        adapter: adapterOf(subject),
        name,
        target: { connection: 'c', ...example },
      })),
  ),
);

/** Carries a plan out with these replies, the last one again and again. */
function carryOut(adapter: Adapter, plan: Plan<Reply>, given: readonly UpstreamReply[]): Reply {
  let step = plan.next();
  for (let index = 0; step.done !== true; index += 1) {
    if (index > 1_000) throw new Error('The plan does not end.');
    const request = step.value;
    const reply = given[Math.min(index, given.length - 1)] ?? {
      status: 200,
      headers: {},
      body: '',
    };
    let payload: unknown;
    try {
      payload = adapter.readReply(request, reply);
    } catch (error) {
      expectProblem(error);
      step = plan.throw(error);
      continue;
    }
    // a write must not be taken for done because of a reply that says otherwise
    expect([request.effect, reply.status < 300]).toEqual([request.effect, true]);
    step = plan.next(payload);
  }
  return step.value;
}

function expectProblem(error: unknown): void {
  if (!(error instanceof GatewayError)) throw error;
  expect(Object.keys(PROBLEMS)).toContain(error.code);
  expect(error.code).not.toBe('internal');
  const { retryAfterMs = 1, upstream } = error.details;
  expect(retryAfterMs > 0 && Number.isFinite(retryAfterMs)).toBe(true);
  expect(JSON.stringify(upstream)).not.toContain('null');
}

/** Says nothing about a call, but lacks every sign of a failure too. */
const UNRELATED: UpstreamReply = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: 'yes', code: '0', error: 'false' }),
};

/** The calls of an operation on values each have only its part. */
const partOf = (name: string): object =>
  name === 'message.remove-values' ? { add: [], remove: [ENTRY] } : {};

describe.each(plans)('$title', ({ adapter, name, target }) => {
  it('takes no unrelated reply for a success', () => {
    const create = adapter.plans[name as keyof Adapter['plans']] as
      ((call: object) => Plan<Reply>) | undefined;
    if (create === undefined) return; // a profile without this operation
    const plan = create({ ...CALL, ...partOf(name), target });
    const reply = () => carryOut(adapter, plan, [UNRELATED]);
    if (name !== 'message.get-many') expect(reply).toThrow(GatewayError);
    // has an error of its own for each message
    else expect(reply().messages?.map((message) => 'error' in message)).toEqual([true, true]);
  });

  it('ends with a reply that JSON can express, or with a problem', () => {
    const create = adapter.plans[name as keyof Adapter['plans']] as
      ((call: object) => Plan<Reply>) | undefined;
    if (create === undefined) return; // a profile without this operation
    fc.assert(
      fc.property(
        fc.array(replies([...OK_STATUSES, ...OK_STATUSES, ...FAILED_STATUSES]), {
          minLength: 1,
          maxLength: 4,
        }),
        (given) => {
          let reply: Reply;
          try {
            reply = carryOut(adapter, create({ ...CALL, target }), given);
          } catch (error) {
            expectProblem(error);
            return;
          }
          for (const { value } of reply.counters ?? [])
            expect(Number.isSafeInteger(value)).toBe(true);
          for (const { key, values, updatedAt = 0 } of reply.entries ?? []) {
            expect([typeof key, values.every((one) => typeof one === 'string')]).toEqual([
              'string',
              true,
            ]);
            expect(() => new Date(updatedAt).toISOString()).not.toThrow();
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
