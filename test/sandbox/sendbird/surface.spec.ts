import { sendbirdSandbox } from '../../../src/sandbox/sendbird';
import { described, replyFaults, requestFaults } from './surface';

const SORTED = '/v3/open_channels/a%2Fb/messages/1/sorted_metaarray';
const operation = (method: string, path: string) => {
  const found = described(method, path);
  if (found === undefined) throw new Error(`${method} ${path} is not described`);
  return found;
};

it('describes every endpoint of the sandbox except sign-in, which no page describes', () => {
  const left = sendbirdSandbox()
    .routes.filter(({ method, path }) => described(method, path) === undefined)
    .map(({ path }) => path);
  expect(left).toEqual([
    '/v3/users/{user_id}/session_key',
    '/v3/sdk/users/{user_id}/authentication',
  ]);
});

it('reports the violations of a request', () => {
  const put = operation('PUT', SORTED);
  expect(
    requestFaults(put, { sorted_metaarray: [{ key: 'k', value: ['v'] }], mode: 'add' }),
  ).toEqual([]);
  expect(
    requestFaults(put, { sorted_metaarray: [{ key: 'k', values: ['v'] }], mode: 'add' }),
  ).toEqual(["/sorted_metaarray/0 must have required property 'value'"]);
  expect(requestFaults(put, { metaarray: { k: ['v'] }, mode: 'replace' })).not.toEqual([]);
});

it('reports the violations of a reply', () => {
  const remove = operation('DELETE', SORTED);
  expect(replyFaults(remove, 200, {})).toEqual([]);
  expect(replyFaults(remove, 200, { done: true })).not.toEqual([]);
  expect(replyFaults(remove, 400, { message: '', code: 400201, error: true })).toEqual([]);
  expect(replyFaults(remove, 400, { message: '', code: 400201 })).not.toEqual([]);
  expect(replyFaults(remove, 204, {})).not.toEqual([]);
});
