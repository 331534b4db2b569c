import type { UpstreamRequest } from '../../core/upstream';
import { errorOf } from '../../../test/support/vendor/error-of';
import { readPayload } from './errors';
import { NexconnSettings } from './settings';

const settings = Object.assign(new NexconnSettings(), {
  appKey: 'the-app-key',
  appSecret: 'the-app-secret',
});
const request = (route: string, effect: UpstreamRequest['effect']): UpstreamRequest => ({
  method: 'POST',
  path: route,
  route,
  draws: [],
  effect,
});
const MESSAGE_SET = request('/v4/message/metadata/set', 'idempotent');
const MESSAGE_LIST = request('/v4/channel-type/message/metadata/list', 'read');
const ENTRY_SET = request('/chatroom/entry/set.json', 'idempotent');

const read = (sent: UpstreamRequest, status: number, body: object | string) =>
  readPayload(settings, sent, {
    status,
    headers: {},
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const failure = (sent: UpstreamRequest, status: number, body: object | string) =>
  errorOf(() => read(sent, status, body));

describe('the HTTP status decides about codes that mean both sides', () => {
  it.each([
    [400, 1000, 'upstream-refused'],
    [403, 1000, 'upstream-refused'],
    [500, 1000, 'upstream-unavailable'],
    [200, 1000, 'upstream-unavailable'],
    [400, 1002, 'upstream-refused'],
    [500, 1002, 'upstream-unavailable'],
    [503, 1015, 'upstream-unavailable'],
    [504, 1002, 'upstream-timeout'],
    [500, 1050, 'upstream-timeout'],
    [400, 1050, 'upstream-refused'],
    [401, 1050, 'upstream-auth-failed'],
    [500, 1009, 'upstream-not-enabled'],
    [429, 1000, 'upstream-throttled'],
    [429, 1002, 'upstream-throttled'],
    [400, 1008, 'upstream-throttled'],
    [404, 404, 'upstream-refused'],
    [404, 1002, 'target-not-found'],
    [404, 7, 'target-not-found'],
    [400, 400, 'upstream-refused'],
    [400, 7, 'upstream-refused'],
    [500, 7, 'upstream-unavailable'],
  ])('HTTP %i with code %i is %s', (status, code, problem) => {
    expect(failure(ENTRY_SET, status, { code })).toMatchObject({
      code: problem,
      details: { upstream: { provider: 'nexconn', status, code } },
    });
  });
});

describe('the detail', () => {
  it("has the vendor's words, without secrets and on one line", () => {
    const errorMessage = ' user\n\tthe-app-key \u202e\u0000does not exist at http://vendor/path ';
    expect(failure(ENTRY_SET, 400, { code: 1002, errorMessage })).toMatchObject({
      message:
        'Nexconn reports an error: a parameter is wrong: "user *** does not exist at [address]".',
      details: { upstream: { message: 'user *** does not exist at [address]' } },
    });
  });

  it('names the prerequisite if a write to a message is refused with code 1002', () => {
    const body = { code: 1002, errorMessage: 'no' };
    expect(failure(MESSAGE_SET, 400, body)).toMatchObject({
      message: expect.stringMatching(/: "no"\. .*`hasMetadata: true`/),
    });
    for (const [sent, other] of [
      [MESSAGE_LIST, body],
      [ENTRY_SET, body],
      [MESSAGE_SET, { ...body, code: 1005 }],
    ] as const)
      expect(failure(sent, 400, other)).toMatchObject({
        message: expect.not.stringContaining('hasMetadata'),
      });
  });

  it.each([undefined, null, 7, '', ' \n', ['words']])('needs no words: %j', (errorMessage) => {
    const error = failure(ENTRY_SET, 400, { code: 1002, errorMessage });
    expect(error).toMatchObject({ message: 'Nexconn reports an error: a parameter is wrong.' });
  });
});

it.each([
  ['a text', '"0"'],
  ['too large a number', '1e999'],
  ['a fraction', '0.5'],
  ['null', 'null'],
  ['a list', '[0]'],
])('does not take %s for a code', (_, code) => {
  expect(failure(MESSAGE_SET, 200, `{"code":${code}}`)).toMatchObject({
    code: 'upstream-malformed',
    details: { upstream: { provider: 'nexconn', status: 200 } },
  });
});

it('reads a success that begins with a byte order mark', () => {
  expect(read(MESSAGE_SET, 200, '\ufeff{"code":0}')).toEqual({ code: 0 });
});
