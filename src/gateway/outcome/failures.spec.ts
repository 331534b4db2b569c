import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import type { UpstreamRequest } from '../../core/upstream';
import { TransportFailure, type FailureKind } from '../../transport';
import {
  afterUnknownOutcome,
  connectionRemoved,
  fromTransport,
  fromVendorReply,
  gatewayErrorOf,
  hasUnknownOutcome,
  isQuotaExhausted,
} from './failures';

const WRITE: UpstreamRequest = {
  method: 'PUT',
  path: '/message',
  route: '/message',
  draws: [],
  effect: 'idempotent',
};
const READ: UpstreamRequest = { ...WRITE, method: 'GET', effect: 'read' };
const error = (code: ErrorCode) => new GatewayError(code, 'It failed.');
const details = (value: unknown) => (value as GatewayError).details;

describe('a failure of the transport', () => {
  it.each<[FailureKind, ErrorCode, RegExp]>([
    ['not-sent', 'upstream-unavailable', /could not be reached/],
    ['circuit-open', 'upstream-unavailable', /failed too often/],
    ['timeout', 'upstream-timeout', /in time/],
    ['cut', 'upstream-unavailable', /closed the connection/],
    ['truncated', 'upstream-malformed', /incomplete/],
    ['not-utf8', 'upstream-malformed', /not UTF-8/],
    ['too-large', 'upstream-malformed', /too large/],
    ['aborted', 'shutting-down', /aborted/],
  ])('%s becomes %s', (kind, code, text) => {
    const failure = fromTransport('acme', WRITE, new TransportFailure(kind, 0));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(text) as string });
    expect(details(failure).upstream).toEqual({ provider: 'acme' });
  });

  it('leaves the outcome of a write unknown only where it may have been sent', () => {
    const failed = (request: UpstreamRequest, sent: boolean) =>
      details(fromTransport('acme', request, new TransportFailure('cut', sent ? 0 : undefined)))
        .applied;
    expect(failed(WRITE, true)).toBe('unknown');
    expect(failed(WRITE, false)).toBeUndefined();
    expect(failed(READ, true)).toBeUndefined();
  });

  it('says when an open circuit is worth another try, and only then', () => {
    const retryAfter = (kind: FailureKind) =>
      details(fromTransport('acme', WRITE, new TransportFailure(kind))).retryAfterMs;
    expect(retryAfter('circuit-open')).toBe(5_000);
    expect(retryAfter('not-sent')).toBeUndefined();
  });

  it('passes a bug on as it is', () => {
    const bug = new TypeError('bug');
    expect(fromTransport('acme', WRITE, bug)).toBe(bug);
    expect(fromVendorReply(WRITE, bug)).toBe(bug);
  });
});

describe('an error of the vendor', () => {
  it.each<[ErrorCode, 'unknown' | undefined]>([
    ['upstream-timeout', 'unknown'],
    ['upstream-unavailable', 'unknown'],
    ['upstream-malformed', 'unknown'],
    ['upstream-refused', undefined],
    ['target-not-found', undefined],
  ])('%s leaves a write %s', (code, applied) => {
    expect(details(fromVendorReply(WRITE, error(code))).applied).toBe(applied);
    expect(details(fromVendorReply(READ, error(code))).applied).toBeUndefined();
  });
});

it('recognizes an unknown outcome and an exhausted quota', () => {
  expect(hasUnknownOutcome(error('upstream-timeout').withDetails({ applied: 'unknown' }))).toBe(
    true,
  );
  expect(hasUnknownOutcome(error('upstream-timeout'))).toBe(false);
  expect(hasUnknownOutcome({ details: { applied: 'unknown' } })).toBe(false);
  expect(isQuotaExhausted(error('quota-exhausted'))).toBe(true);
  expect(isQuotaExhausted(error('upstream-throttled'))).toBe(false);
  expect(isQuotaExhausted({ code: 'quota-exhausted' })).toBe(false);
});

it('reports the vendor rather than the first unknown outcome, and that rather than the end of the wait', () => {
  const first = error('upstream-timeout');
  const refused = error('upstream-refused').withDetails({ upstream: { provider: 'acme' } });
  expect(afterUnknownOutcome(first, refused)).toMatchObject({
    code: 'upstream-refused',
    details: { applied: 'unknown' },
  });
  expect(afterUnknownOutcome(first, error('quota-exhausted'))).toBe(first);
  expect(afterUnknownOutcome(first, new TypeError('bug'))).toBe(first);
});

it('tells callers of a removed connection that nothing was applied', () => {
  expect(connectionRemoved()).toMatchObject({
    code: 'connection-not-found',
    details: { applied: 'no' },
  });
});

it('passes on only errors of the gateway', () => {
  const ours = error('internal');
  expect(gatewayErrorOf(ours)).toBe(ours);
  expect(() => gatewayErrorOf(new TypeError('bug'))).toThrow('bug');
});
