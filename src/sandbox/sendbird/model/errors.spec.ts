import { ERROR_OF_CODE, errorReply, ERRORS, failure } from './errors';

it('lists each code once', () => {
  expect(ERROR_OF_CODE.size).toBe(Object.keys(ERRORS).length);
});

it('inserts a subject unchanged, even if it contains replacement patterns', () => {
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
])('answers a failure with status %i and code %p with the code %i', (status, code, expected) => {
  expect(failure(status, code)).toMatchObject({ status, body: { code: expected, error: true } });
});
