import { ProblemError, type Problem } from '../client';

const problem: Problem = {
  type: 'urn:chat-metadata-gateway:problem:upstream-refused',
  title: 'The vendor refused the request',
  status: 502,
  detail: 'The vendor refused the request.',
  code: 'upstream-refused',
  requestId: 'r',
};
const messageOf = (upstream?: Problem['upstream']) =>
  new ProblemError({ ...problem, ...(upstream && { upstream }) }).message;

it("has the vendor's status, code and words in the message", () => {
  expect(messageOf({ provider: 'nexconn', status: 400, code: 1002, message: 'paramError' })).toBe(
    'upstream-refused: The vendor refused the request. (nexconn: HTTP 400, code 1002, paramError)',
  );
});

it('has the detail alone where no vendor has replied', () => {
  const text = 'upstream-refused: The vendor refused the request.';
  expect([messageOf(), messageOf({ provider: 'nexconn' })]).toEqual([text, text]);
});

it("does not repeat the vendor's words of the detail", () => {
  const detail = 'The vendor refused the request: "paramError".';
  const upstream = { provider: 'nexconn', code: 1002, message: 'paramError' };
  expect(new ProblemError({ ...problem, detail, upstream }).message).toBe(
    `upstream-refused: ${detail} (nexconn: code 1002)`,
  );
});
