import { ERRORS } from '../../../src/sandbox/stream/model/errors';
import { CHANNEL, openSandbox, refused, updateChannel } from './sandbox';

/** "API errors" and the names in the vendor's SDK: HTTP statuses with their codes. */
const DOCUMENTED: readonly (readonly [status: number, ...codes: number[]])[] = [
  [400, 4, 6, 18, 19, 20, 21, 44, 45, 46, 69],
  [401, 2, 3, 5, 40, 41, 42, 43],
  [403, 17, 60, 70, 71, 99],
  [404, 16],
  [408, 23],
  [413, 22],
  [429, 9],
  [431, 24],
  [500, -1],
];
const ROWS = DOCUMENTED.flatMap(([status, ...codes]) => codes.map((code) => ({ status, code })));

it('has each documented code with its HTTP status', () => {
  const own = Object.entries(ERRORS).map(([code, { status }]) => ({ status, code: Number(code) }));
  expect(new Set(own.map((row) => JSON.stringify(row)))).toEqual(
    new Set(ROWS.map((row) => JSON.stringify(row))),
  );
});

it.each(ROWS)('fails with code $code and HTTP $status on demand', ({ status, code }) => {
  const sandbox = openSandbox();
  sandbox.fault(status, code);
  expect(sandbox.call('GET', CHANNEL)).toMatchObject(refused(status, code));
});

it.each([
  [400, 4],
  [401, 43],
  [403, 17],
  [404, 16],
  [408, 23],
  [413, 22],
  [429, 9],
  [431, 24],
  [500, -1],
  [503, -1],
])('chooses the code for HTTP %i', (status, code) => {
  const sandbox = openSandbox();
  sandbox.fault(status);
  expect(sandbox.call('GET', CHANNEL)).toMatchObject(refused(status, code));
});

it('has the whole envelope', () => {
  expect(updateChannel(openSandbox(), {}).body).toEqual({
    code: 4,
    message: 'UpdateChannelPartial failed with error: "set and unset are both empty"',
    StatusCode: 400,
    duration: expect.stringMatching(/ms$/),
    more_info: 'https://getstream.io/chat/docs/api_errors_response',
    details: [],
  });
});

it.each([
  ['GET', '/channels'],
  ['DELETE', CHANNEL],
  ['GET', '/nothing'],
  ['GET', '/api/v2/channels/messaging/room-42'],
  ['GET', '/channels/messaging/%zz'],
])('does not know %s %s', (method, path) => {
  const reply = openSandbox().call(method, path);
  expect(reply).toMatchObject({ ...refused(404, 16), quotas: {} });
});
