import { runPlan } from '../../../test/support/vendor/run-plan';
import type { Target } from '../../core/metadata';
import type { OperationName, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { sendbird } from '.';
import { SendbirdSettings } from './settings';

function createAdapter(changes: Partial<SendbirdSettings> = {}) {
  const settings = { appId: 'app', apiToken: 'token', ...changes };
  return sendbird.createAdapter(Object.assign(new SendbirdSettings(), settings));
}

function planOf(operation: OperationName, call: object): Plan<Reply> {
  const plan = createAdapter().plans[operation] as (call: object) => Plan<Reply>;
  return plan({ options: {}, strict: false, isKeyInPath: false, ...call });
}

const OPEN: Target = { connection: 'c', channelType: 'open', channelId: 'hall' };
const entry = (key: string, ...values: string[]) => ({ key, values });

it('declares how its operations may be locked and merged', () => {
  const { lockedOperations, mergeLimits, vendorAccountId } = createAdapter();
  expect(vendorAccountId).toBe('app');
  expect(lockedOperations).toEqual([
    'message.set',
    'message.delete',
    'message.add-values',
    'message.remove-values',
    'message.change-values',
  ]);
  expect(mergeLimits).toEqual({
    'message.set': 100,
    'message.delete': 50,
    'channel.set': 100,
    'counters.change': 100,
  });
});

it.each([
  ['free-trial', 10, 5],
  ['5k-mau', 60, 10],
  ['10k-mau', 100, 20],
  ['25k-mau', 200, 40],
  ['50k-mau', 400, 100],
  ['100k-mau', 600, 200],
] as const)('has the quotas of the plan %s', (plan, read, write) => {
  const { quotas } = createAdapter({ plan });
  const isRead = (name: string) => /\.(get|list)$/.test(name);
  expect(quotas).toHaveLength(13);
  for (const { name, limit, windowMs, unit } of quotas)
    expect({ name, limit, windowMs, unit }).toEqual({
      name,
      limit: isRead(name) ? read : write,
      windowMs: 1_000,
      unit: 'requests',
    });
});

it('adds the token to every request, and a content type to requests with a body', () => {
  const [get] = runPlan(planOf('channel.get', { target: OPEN })).requests;
  const [put] = runPlan(
    planOf('channel.set', { target: OPEN, entries: [entry('a', '1')] }),
  ).requests;
  if (get === undefined || put === undefined) throw new Error('The plan has no request.');
  const context = { nowMs: 0, nonce: '1', requestId: '' };
  const headers = { Accept: 'application/json', 'Api-Token': 'token' };
  expect(createAdapter().sign(get, context)).toEqual({ method: 'GET', path: get.path, headers });
  expect(createAdapter().sign(put, context)).toEqual({
    method: 'PUT',
    path: put.path,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: put.body,
  });
});
