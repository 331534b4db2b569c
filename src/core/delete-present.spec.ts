import { errorOf } from '../../test/support/vendor/error-of';
import { runPlan } from '../../test/support/vendor/run-plan';
import { deletePresent } from './delete-present';
import { GatewayError } from './gateway-error';
import type { Effect, Plan, UpstreamRequest } from './upstream';

const absent = new GatewayError('entry-not-found', 'The data does not exist.', {
  upstream: { provider: 'example', code: 1 },
});

const request = (effect: Effect, keys: readonly string[]): UpstreamRequest => ({
  method: 'POST',
  path: '/',
  route: '/',
  draws: [],
  effect,
  keys,
});
function* remove(keys: readonly string[]): Plan<void> {
  yield request('idempotent', keys);
}
function* findPresent(keys: readonly string[]): Plan<readonly string[]> {
  return (yield request('read', keys)) as string[];
}

/** The requests of a delete, such as `read a,b`, with these replies of the vendor. */
const run = (keys: readonly string[], ...replies: readonly unknown[]) =>
  runPlan(deletePresent(keys, remove, findPresent), ...replies).requests.map(
    ({ effect, keys: of = [] }) => `${effect === 'read' ? 'read' : 'delete'} ${of.join()}`,
  );

it('ends after a success', () => {
  expect(run([])).toEqual([]);
  expect(run(['a', 'b'], {})).toEqual(['delete a,b']);
});

it('takes the refusal of one key for a success', () => {
  expect(run(['a'], absent)).toEqual(['delete a']);
});

it('reads after the refusal of several keys, and deletes those that remain', () => {
  expect(run(['a', 'b', 'c'], absent, ['c', 'a'], {})).toEqual([
    'delete a,b,c',
    'read a,b,c',
    'delete a,c',
  ]);
  expect(run(['a', 'b'], absent, [])).toEqual(['delete a,b', 'read a,b']);
});

it('deletes none of the other keys that a read shows', () => {
  expect(run(['a', 'b'], absent, ['b', 'other'], {})).toEqual([
    'delete a,b',
    'read a,b',
    'delete b',
  ]);
});

it('reads again where another client deletes a key meanwhile', () => {
  expect(run(['a', 'b', 'c'], absent, ['a', 'b'], absent, ['b'], {})).toEqual([
    'delete a,b,c',
    'read a,b,c',
    'delete a,b',
    'read a,b',
    'delete b',
  ]);
});

it('ends with the refusal where the reads keep showing the keys', () => {
  const replies = Array.from({ length: 9 }, () => [absent, ['a', 'b']]).flat();
  expect(run(['a', 'b'], ...replies.slice(0, 5))).toHaveLength(6);
  expect(errorOf(() => run(['a', 'b'], ...replies))).toMatchObject({
    code: 'upstream-refused',
    message: 'The data does not exist. But its reads show 2 of the keys.',
    details: absent.details,
  });
});

it('ends with any other failure', () => {
  const refused = new GatewayError('upstream-refused', 'refused');
  expect(errorOf(() => run(['a', 'b'], refused))).toBe(refused);
  expect(errorOf(() => run(['a', 'b'], absent, refused))).toBe(refused);
});
