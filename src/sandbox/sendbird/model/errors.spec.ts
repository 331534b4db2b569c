import { ERROR_OF_CODE, ERRORS } from './errors';
import { failure } from '../failure';
import { errorReply } from '../refusal';

it('has every code once', () => {
  expect(ERROR_OF_CODE.size).toBe(Object.keys(ERRORS).length);
});

it('puts a subject into the text as it is, patterns of replacement included', () => {
  expect(errorReply('invalid-value', "$&$'").body).toEqual({
    message: 'Invalid value: "$&$\'".',
    code: 400111,
    error: true,
  });
});

it.each([
  [400, undefined, 400111],
  [403, undefined, 403100],
  [429, undefined, 500910],
  [500, undefined, 500901],
  [503, undefined, 500901],
  [500, 400201, 400201],
])('a failure of status %i, code %p, is %i', (status, code, expected) => {
  expect(failure(status, code)).toMatchObject({ status, body: { code: expected, error: true } });
});
