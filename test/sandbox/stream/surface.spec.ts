import { streamSandbox } from '../../../src/sandbox/stream';
import { findReplyViolations } from '../../support/vendor/surface';
import { V2 } from './sandbox';

const violations = (method: string, path: string, status: number, body: object) =>
  findReplyViolations('stream', { method, path }, { status, body: JSON.stringify(body) });

it('describes every endpoint of the first generation', () => {
  const left = streamSandbox()
    .routes.filter(({ path }) => !path.startsWith(V2) && path !== '/api/v2/rate_limits')
    .filter(({ method, path }) => violations(method, path, 404, {}) === undefined);
  expect(left.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

it('reports the violations of a reply', () => {
  const channel = { id: 'a', type: 'messaging', cid: 'messaging:a' };
  const path = '/channels/messaging/a';
  expect(violations('PATCH', path, 200, { channel, members: [], duration: '' })).toEqual([]);
  expect(violations('PATCH', path, 200, { channel, duration: '' })).toHaveLength(1);
  expect(violations('PATCH', path, 404, { code: 16, message: '' })).not.toEqual([]);
  expect(violations('PATCH', path, 204, {})).toHaveLength(1);
  expect(violations('PUT', path, 200, {})).toBeUndefined();
});
