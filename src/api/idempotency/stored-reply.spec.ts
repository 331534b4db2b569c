import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { ApiRequest } from '../http/api-request';
import { fingerprintRequest, readIdempotencyKey } from './idempotency-key';
import { markReplayed, presentStoredReply, replyFromBody, replyFromError } from './stored-reply';

const headers = new Map<string, string | number>();
let status = 0;
let type = '';
const response = {
  status: (code: number) => (status = code),
  type: (name: string) => (type = name),
  setHeader: (name: string, value: string | number) => headers.set(name, value),
  getHeader: () => 'request-1',
} as unknown as Response;
beforeEach(() => {
  headers.clear();
  status = 0;
  type = '';
});

describe('a stored reply', () => {
  it('has the status and body of a success', () => {
    const reply = replyFromBody({ key: 'a' }, false);
    expect(presentStoredReply(response, reply)).toEqual({ key: 'a' });
    expect([status, type]).toEqual([200, 'application/json']);
  });

  it('has no body that the operation determines', () => {
    const reply = replyFromBody({ value: 'long' }, true);
    expect(reply).toEqual({ status: 200 });
    expect(presentStoredReply(response, reply, { value: 'long' })).toEqual({ value: 'long' });
  });

  it('may have no body', () => {
    expect(presentStoredReply(response, replyFromBody(undefined, true))).toBeUndefined();
    expect([status, type]).toEqual([204, '']);
  });

  it('may be a problem, with the id of the request that got it first', () => {
    const error = new GatewayError('upstream-refused', 'No.', { applied: 'yes' });
    const reply = replyFromError({ res: response } as unknown as ApiRequest, error);
    expect(presentStoredReply(response, reply)).toMatchObject({
      code: 'upstream-refused',
      requestId: 'request-1',
      applied: 'yes',
    });
    expect([status, type]).toEqual([502, 'application/problem+json']);
  });

  it('says when to try again, as the first reply did', () => {
    const details = { applied: { keys: ['a'] }, retryAfterMs: 1_500 };
    const error = new GatewayError('upstream-throttled', 'Later.', details);
    const reply = replyFromError({ res: response } as unknown as ApiRequest, error);
    presentStoredReply(response, reply);
    expect([status, headers.get('Retry-After')]).toEqual([429, 2]);
  });

  it('is marked when it is replayed, and costs nothing', () => {
    markReplayed(response);
    expect(Object.fromEntries(headers)).toEqual({
      'Idempotency-Replayed': 'true',
      'X-Quota-Cost': '0',
    });
  });
});

const requestWith = (given: Readonly<Record<string, string>>, rest: object = {}): ApiRequest =>
  ({
    headers: given,
    method: 'PUT',
    originalUrl: '/v1/x',
    body: { value: '1' },
    ...rest,
  }) as unknown as ApiRequest;

describe('the header Idempotency-Key', () => {
  it.each([
    [undefined, undefined],
    ['k1', 'k1'],
    [' k1 ', 'k1'],
    ['"k1"', 'k1'],
    ['k'.repeat(255), 'k'.repeat(255)],
  ])('%j is the key %j', (header, key) => {
    const given = header === undefined ? {} : { 'idempotency-key': header };
    expect(readIdempotencyKey(requestWith(given))).toBe(key);
  });

  it.each([[''], ['""'], ['a b'], ['ä'], ['a"b'], ['k'.repeat(256)]])('refuses %j', (header) => {
    expect(() => readIdempotencyKey(requestWith({ 'idempotency-key': header }))).toThrow(
      'header/Idempotency-Key must be 1 to 255',
    );
  });
});

describe('the fingerprint of a request', () => {
  const fingerprint = fingerprintRequest(requestWith({}));

  it('is a hash that is equal for equal requests', () => {
    expect(fingerprint).toMatch(/^[\w-]{43}$/);
    expect(fingerprintRequest(requestWith({ 'x-request-id': 'another' }))).toBe(fingerprint);
  });

  it.each<[string, ApiRequest]>([
    ['the method', requestWith({}, { method: 'PATCH' })],
    ['the URL', requestWith({}, { originalUrl: '/v1/x?subchannelId=a' })],
    ['the body', requestWith({}, { body: { value: '2' } })],
    ['the actor', requestWith({ 'x-actor-id': 'ann' })],
    ['the condition', requestWith({ 'if-match': '*' })],
    ['the preferences', requestWith({ prefer: 'handling=strict' })],
  ])('depends on %s', (_, request) => {
    expect(fingerprintRequest(request)).not.toBe(fingerprint);
  });
});
