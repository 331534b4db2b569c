import { errorOf } from '../../../test/support/vendor/error-of';
import {
  COMMUNITY,
  DIRECT,
  OPEN,
  entries,
  entry,
  planOf,
} from '../../../test/support/vendor/nexconn-plans';
import { runPlan } from '../../../test/support/vendor/run-plan';
import type { OperationName } from '../../core/operation';

const BUILT_IN = 'RC:chrmKVNotiMsg';

const refusal = (operation: OperationName, call: object) =>
  errorOf(() => runPlan(planOf(operation, call)));

describe('an option without a place is refused', () => {
  const set = { entries: [entry('a')] };
  const remove = { keys: ['a'] };
  it.each([
    ['message.set', { ...set, target: DIRECT }, { autoDelete: true }, 'autoDelete'],
    ['message.set', { ...set, target: DIRECT }, { notification: { type: 'T' } }, 'notification'],
    ['message.set', { ...set, target: DIRECT }, { force: true }, 'force'],
    ['message.set', { ...set, target: COMMUNITY }, { echoToActor: false }, 'echoToActor'],
    ['message.delete', { ...remove, target: COMMUNITY }, { echoToActor: true }, 'echoToActor'],
    ['message.delete', { ...remove, target: DIRECT }, { autoDelete: false }, 'autoDelete'],
    ['channel.set', { ...set, target: OPEN }, { echoToActor: true }, 'echoToActor'],
    ['channel.set', { ...set, target: OPEN }, { force: false }, 'force'],
    ['channel.delete', { ...remove, target: OPEN }, { autoDelete: true }, 'autoDelete'],
    ['channel.delete', { ...remove, target: OPEN }, { echoToActor: true }, 'echoToActor'],
    [
      'channel.delete',
      { ...remove, target: OPEN },
      { force: true, notification: { type: 'T' } },
      'force',
    ],
  ] as const)('%s, row %#', (operation, call, options, name) => {
    const body = 'entries' in call ? call : { ...call, keysPointer: '/keys' };
    expect(refusal(operation, { ...body, options })).toMatchObject({
      code: 'unsupported-by-provider',
      message: expect.stringContaining(name),
      details: { errors: [{ pointer: `/options/nexconn/${name}` }] },
    });
  });

  it('points to the query of a DELETE', () => {
    const call = { ...remove, target: DIRECT, options: { force: true }, keysPointer: 'path/key' };
    expect(refusal('message.delete', call)).toMatchObject({
      details: { errors: [{ pointer: 'query/options/nexconn/force' }] },
    });
  });
});

it('refuses several single sets if handling is strict', () => {
  const options = { notification: { type: 'T' } };
  const call = { target: OPEN, entries: entries(2), options, strict: true };
  expect(refusal('channel.set', call)).toMatchObject({ code: 'provider-limit' });
  const remove = { target: OPEN, keys: ['a', 'b'], options: { force: false }, strict: true };
  expect(refusal('channel.delete', remove)).toMatchObject({ code: 'provider-limit' });
});

describe('the built-in notification', () => {
  const contentOf = (operation: OperationName, call: object, content?: object) => {
    const notification = { type: BUILT_IN, content };
    const plan = planOf(operation, { target: OPEN, options: { notification }, ...call });
    const bodies = runPlan(plan, { code: 200 }).requests.map(({ body }) => body);
    return bodies.map((body) => new URLSearchParams(body).get('content'));
  };

  it('gets the parts that its content lacks from the entry', () => {
    const set = { entries: [entry('a', '1'), entry('b', '2')] };
    expect(contentOf('channel.set', set)).toEqual([
      '{"type":"1","key":"a","value":"1"}',
      '{"type":"1","key":"b","value":"2"}',
    ]);
    expect(contentOf('channel.set', set, { extra: 'x', key: 'other' })).toEqual([
      '{"extra":"x","key":"other","type":"1","value":"1"}',
      '{"extra":"x","key":"other","type":"1","value":"2"}',
    ]);
    expect(contentOf('channel.delete', { keys: ['a'] })).toEqual([
      '{"type":"2","key":"a","value":""}',
    ]);
  });

  it.each([
    ['type', { type: '3' }],
    ['type', { type: null }],
    ['type', { type: true }],
    ['key', { key: 1 }],
    ['value', { type: 1, key: '', value: {} }],
  ])('is refused before the first request with a wrong %s: %j', (name, content) => {
    const options = { notification: { type: BUILT_IN, content } };
    expect(refusal('channel.set', { target: OPEN, entries: [entry('a')], options })).toMatchObject({
      code: 'provider-limit',
      details: { errors: [{ pointer: `/options/nexconn/notification/content/${name}` }] },
    });
  });

  it('leaves the content of other types as it is', () => {
    const notification = { type: 'app:changed', content: { type: 9 } };
    const call = { target: OPEN, entries: [entry('a')], options: { notification } };
    const [request] = runPlan(planOf('channel.set', call)).requests;
    expect(new URLSearchParams(request?.body).get('content')).toBe('{"type":9}');
  });
});
