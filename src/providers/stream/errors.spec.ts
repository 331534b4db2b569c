import { errorOf } from '../../../test/support/vendor/error-of';
import { serverToken } from './auth';
import { PROBLEMS, readPayload } from './errors';
import { StreamSettings } from './settings';

const settings = Object.assign(new StreamSettings(), {
  apiKey: 'the-key',
  apiSecret: 'the-secret',
});
const envelope = (code: number, StatusCode: number, more: object = {}) => ({
  code,
  message: 'GetChannel failed with error: "x"',
  StatusCode,
  duration: '1.23ms',
  more_info: 'https://getstream.io/chat/docs/api_errors_response',
  details: [],
  ...more,
});
const read = (status: number, body: object | string, headers: Record<string, string> = {}) =>
  readPayload(
    settings,
    {},
    { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
  );
const failure = (status: number, body: object | string, headers?: Record<string, string>) =>
  errorOf(() => read(status, body, headers));

/** Every code that "API errors" and the vendor's SDK name, with its HTTP status. */
const DOCUMENTED = [
  [-1, 500, 'upstream-unavailable'],
  [2, 401, 'upstream-auth-failed'],
  [3, 401, 'upstream-auth-failed'],
  [4, 400, 'upstream-refused'],
  [5, 401, 'upstream-auth-failed'],
  [6, 400, 'upstream-refused'],
  [9, 429, 'upstream-throttled'],
  [16, 404, 'target-not-found'],
  [17, 403, 'upstream-refused'],
  [18, 400, 'upstream-refused'],
  [19, 400, 'upstream-not-enabled'],
  [20, 400, 'upstream-refused'],
  [21, 400, 'upstream-refused'],
  [22, 413, 'upstream-refused'],
  [23, 408, 'upstream-timeout'],
  [24, 431, 'upstream-refused'],
  [40, 401, 'upstream-auth-failed'],
  [41, 401, 'upstream-auth-failed'],
  [42, 401, 'upstream-auth-failed'],
  [43, 401, 'upstream-auth-failed'],
  [44, 400, 'upstream-refused'],
  [45, 400, 'upstream-refused'],
  [46, 400, 'upstream-refused'],
  [60, 403, 'upstream-refused'],
  [69, 400, 'upstream-refused'],
  [70, 403, 'upstream-refused'],
  [71, 403, 'upstream-refused'],
  [99, 403, 'upstream-not-enabled'],
] as const;

describe('a documented code', () => {
  it.each(DOCUMENTED)('%i with HTTP %i is %s', (code, status, problem) => {
    expect(failure(status, envelope(code, status))).toMatchObject({
      code: problem,
      details: { upstream: { provider: 'stream', status, code } },
      message: expect.not.stringMatching(/HTTP \d|code -?\d/), // it has a meaning of its own
    });
  });

  it('stands in the API document, and no other does', () => {
    const listed = Object.values(PROBLEMS)
      .join(' ')
      .match(/(?<=`)-?\d+(?=`)/g);
    expect(listed?.map(Number).sort()).toEqual(DOCUMENTED.map(([code]) => code).sort());
  });
});

describe('the HTTP status', () => {
  it.each([
    [500, 4, 'upstream-unavailable'],
    [503, 16, 'upstream-unavailable'],
    [504, 17, 'upstream-timeout'],
    [500, 23, 'upstream-timeout'],
    [400, -1, 'upstream-refused'],
    [400, 23, 'upstream-refused'],
    [401, 23, 'upstream-auth-failed'],
    [429, 4, 'upstream-throttled'],
    [401, 777, 'upstream-auth-failed'],
    [408, 777, 'upstream-timeout'],
    [400, 777, 'upstream-refused'],
    [500, 777, 'upstream-unavailable'],
  ])('%i with code %i is %s', (status, code, problem) => {
    expect(failure(status, envelope(code, status))).toMatchObject({ code: problem });
  });

  it.each([
    [502, '<html>Bad Gateway</html>', 'upstream-unavailable'],
    [503, '', 'upstream-unavailable'],
    [504, '<html></html>', 'upstream-timeout'],
    [429, '', 'upstream-throttled'],
    [404, 'not found', 'upstream-refused'],
  ])('%i decides without an envelope: %j', (status, body, problem) => {
    expect(failure(status, body)).toMatchObject({
      code: problem,
      details: { upstream: { provider: 'stream', status } },
    });
  });
});

describe('a 2xx reply', () => {
  it.each([200, 201])('%i is a success with any object', (status) => {
    expect(read(status, { channel: {}, duration: '1ms' })).toEqual({
      channel: {},
      duration: '1ms',
    });
  });

  it.each(['', 'text', '[]', 'null', '{"StatusCode":"x"}'])('is malformed with %j', (body) => {
    expect(failure(200, body)).toMatchObject({ code: 'upstream-malformed' });
  });

  it('is an error with an envelope', () => {
    expect(failure(200, envelope(16, 404))).toMatchObject({ code: 'target-not-found' });
    expect(failure(201, envelope(777, 400))).toMatchObject({ code: 'upstream-refused' });
  });
});

describe('the detail', () => {
  it("has the vendor's words without the key, the secret and the token", () => {
    const text = `of the-key and the-secret: ${serverToken('the-secret')} is wrong`;
    expect(failure(400, envelope(4, 400, { message: text }))).toMatchObject({
      details: { upstream: { message: 'of *** and ***: *** is wrong' } },
    });
  });
});

describe('the time until the next call', () => {
  const DATE = 'Thu, 01 Jan 2026 00:00:30 GMT';
  const limited = (headers: Record<string, string>) => failure(429, envelope(9, 429), headers);

  it('is that from Date to X-RateLimit-Reset', () => {
    expect(limited({ date: DATE, 'x-ratelimit-reset': '1767225660' })).toHaveProperty(
      'details.retryAfterMs',
      30_000,
    );
    expect(limited({ date: DATE, 'x-ratelimit-reset': ' 1767225631 ' })).toHaveProperty(
      'details.retryAfterMs',
      1_000,
    );
  });

  it.each([
    ['no reset', { date: DATE }],
    ['no date', { 'x-ratelimit-reset': '1767225660' }],
    ['a date that is none', { date: 'soon', 'x-ratelimit-reset': '1767225660' }],
    ['a reset that is over', { date: DATE, 'x-ratelimit-reset': '1767225629' }],
    ['a reset that is now', { date: DATE, 'x-ratelimit-reset': '1767225630' }],
    ['a reset that is no time', { date: DATE, 'x-ratelimit-reset': '60s' }],
    ['a reset beyond all times', { date: DATE, 'x-ratelimit-reset': '9'.repeat(12) }],
  ])('is unknown with %s', (_, headers) => {
    expect(limited(headers)).not.toHaveProperty('details.retryAfterMs');
  });

  it('is read for no other error', () => {
    const headers = { date: DATE, 'x-ratelimit-reset': '1767225660' };
    expect(failure(500, envelope(-1, 500), headers)).not.toHaveProperty('details.retryAfterMs');
  });
});

it.each([
  [{ unrecoverable: true }, true],
  [{ unrecoverable: false }, false],
  [{ unrecoverable: 'true' }, false],
  [{}, false],
])('says with %j whether the same request fails again', (more, isFinal) => {
  const error: unknown = failure(500, envelope(-1, 500, more));
  if (isFinal) expect(error).toHaveProperty('details.isFinal', true);
  else expect(error).not.toHaveProperty('details.isFinal');
});
