import type { GatewayError } from '../../core/gateway-error';
import type { UpstreamRequest } from '../../core/upstream';
import { errorOf } from '../../../test/support/vendor/error-of';
import { tencent } from '.';
import { TencentSettings } from './settings';

const settings = Object.assign(new TencentSettings(), {
  sdkAppId: 1,
  identifier: 'admin',
  secretKey: 'the-secret-key',
  messageNotFoundCodes: [23_002],
  extensionNotSupportedCodes: [23_003],
});
const request: UpstreamRequest = {
  method: 'POST',
  path: '/v4/group_open_attr_http_svc/get_group_attr',
  route: '/v4/group_open_attr_http_svc/get_group_attr',
  draws: [],
  effect: 'read',
};
const context = { nonce: '1', requestId: 'id' };
const replyWith = (body: object | string, status = 200) => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const failWith = (ErrorCode: number, status = 200, ErrorInfo = '') =>
  replyWith({ ActionStatus: 'FAIL', ErrorInfo, ErrorCode }, status);
const draws = (...quotas: string[]) => quotas.map((quota) => ({ quota, tokens: 1 }));
const errorIn = (reply: ReturnType<typeof replyWith>, drawn = draws('group-attribute.get')) =>
  errorOf(() => tencent.createAdapter(settings).readReply({ ...request, draws: drawn }, reply));

it('takes ErrorCode 0 for a success', () => {
  const payload = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0, GroupAttrAry: [] };
  const adapter = tencent.createAdapter(settings);
  expect(adapter.readReply(request, replyWith(payload))).toEqual(payload);
});

it.each([
  [60_007, 'upstream-throttled'],
  [60_011, 'upstream-throttled'],
  [10_006, 'upstream-throttled'],
  [10_049, 'upstream-throttled'],
  [60_008, 'upstream-timeout'],
  [10_002, 'upstream-unavailable'],
  [10_010, 'target-not-found'],
  [10_060, 'upstream-not-enabled'],
  [60_014, 'upstream-auth-failed'],
  [10_004, 'upstream-refused'],
  [12_345, 'upstream-refused'],
  [23_002, 'target-not-found'],
  [23_003, 'upstream-not-enabled'],
])('takes code %d in a 200 for %s', (code, problem) => {
  expect(errorIn(failWith(code))).toMatchObject({
    code: problem,
    details: { upstream: { status: 200, code } },
  });
});

const WRITES = draws('group-attribute.modify', 'group-attribute.write');

it.each([
  [60_007, undefined],
  [10_006, undefined],
  [10_049, ['group-attribute.write']],
  [60_011, expect.arrayContaining(['group-attribute.get', 'direct-message.send'])],
])('names the quotas that code %d concerns, unless it is that of the command', (code, quotas) => {
  const { details } = errorIn(failWith(code), WRITES) as GatewayError;
  expect(details.throttledQuotas).toEqual(quotas);
});

it.each([
  [replyWith('<html>', 502), 'upstream-unavailable'],
  [failWith(10_004, 503), 'upstream-unavailable'],
  [failWith(0, 504), 'upstream-timeout'],
  [failWith(60_008, 400), 'upstream-refused'],
  [failWith(60_008, 408), 'upstream-timeout'],
  [replyWith('', 429), 'upstream-throttled'],
  [replyWith({}, 403), 'upstream-refused'],
  [replyWith(''), 'upstream-malformed'],
  [replyWith({}), 'upstream-malformed'],
  [replyWith({ ErrorCode: '0' }), 'upstream-malformed'],
  [replyWith({ ErrorCode: 0, ActionStatus: 'FAIL' }), 'upstream-malformed'],
])('reads the reply %j as %s', (reply, problem) => {
  expect(errorIn(reply)).toMatchObject({ code: problem });
});

it('names no quota that the request does not draw on', () => {
  const { details } = errorIn(failWith(10_049)) as GatewayError;
  expect(details.throttledQuotas).toBeUndefined();
});

it('repeats no secret that the vendor repeats', () => {
  const adapter = tencent.createAdapter(settings);
  const { path } = adapter.sign(request, { ...context, nowMs: 1_000_000 });
  const userSig = /usersig=([^&]*)/.exec(path)?.[1] ?? '';
  expect(userSig.length).toBeGreaterThan(100);
  const info = `check ${userSig} with the-secret-key`;
  for (const reply of [
    failWith(70_003, 200, info),
    failWith(70_001, 200, info),
    failWith(70_001, 200, info),
  ])
    expect(errorOf(() => adapter.readReply(request, reply))).toMatchObject({
      details: { upstream: { message: 'check *** with ***' } },
    });
});

it('makes a new UserSig after the vendor calls one expired', () => {
  const adapter = tencent.createAdapter(settings);
  const pathAt = (nowMs: number) => adapter.sign(request, { ...context, nowMs }).path;
  const first = pathAt(1_000_000);
  expect(pathAt(1_001_000)).toBe(first);
  errorOf(() => adapter.readReply(request, failWith(70_001)));
  expect(pathAt(1_001_000)).not.toBe(first);
});
