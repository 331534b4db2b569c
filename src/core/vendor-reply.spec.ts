import { sanitizeVendorMessage } from './vendor-reply';

const SECRET = 'Tok+en/ü-42';
const BODY = '{"metadata":{"mood":"deep \\"blue\\" sea 😀"},"upsert":true}';
const clean = (message: string, body?: string) => sanitizeVendorMessage(message, [SECRET], body);
const percent = encodeURIComponent;

describe("a vendor's message", () => {
  it.each([
    ['as it is', SECRET],
    ['in another letter case', SECRET.toLowerCase()],
    ['percent-encoded', percent(SECRET)],
    ['percent-encoded in other digits', percent(SECRET).toLowerCase()],
    ['percent-encoded in part', 'Tok%2Ben/ü-42'],
    ['percent-encoded throughout', Buffer.from(SECRET).toString('hex').replace(/../g, '%$&')],
    ['in Base64', Buffer.from(SECRET).toString('base64')],
    ['in Base64 for URLs', Buffer.from(SECRET).toString('base64url')],
  ])('has no secret %s', (_, form) => {
    expect(clean(`of <${form.replace(/=+$/, '')}> end`)).toBe('of <***> end');
  });

  it('masks a short secret in its own form only', () => {
    expect(sanitizeVendorMessage('a law of Kim', ['k', 'im'], undefined)).toBe('a law of K***');
  });

  it.each([
    ['as it is', BODY],
    ['quoted as JSON', JSON.stringify(BODY).slice(1, -1)],
    ['URL-encoded', percent(BODY)],
    ['URL-encoded as a form', percent(BODY).replaceAll('%20', '+')],
  ])('has no body of the request %s', (_, form) => {
    expect(clean(`got ${form}, twice: ${form}!`, BODY)).toBe('got [body], twice: [body]!');
    expect(clean(`got ${form.slice(0, 30)}…`, BODY)).toBe('got [body]…');
  });

  it('has none of a body that is repeated very often', () => {
    expect(clean('12345678'.repeat(200_000), '12345678')).toBe('[body]'.repeat(50));
  });

  it.each(['to=a', '{}', '', undefined])('keeps its words beside the body %j', (body) => {
    expect(clean('to=a is no object like {}', body)).toBe('to=a is no object like {}');
  });

  it('keeps a value that it names', () => {
    expect(clean('mood: deep is too long', BODY)).toBe('mood: deep is too long');
  });

  it.each([
    'http://vendor:3000/path',
    'HTTPS%3A%2F%2Fvendor%3A3000%2Fpath',
    '127.0.0.1:3501',
    '127.0.0.1%3A3501',
    'api-x.vendor.example:443',
    'localhost:80',
    '[::1]:8080',
  ])('has no address such as %s', (address) => {
    expect(clean(`at ${address} end`)).toBe('at [address] end');
  });

  it('keeps what only looks like an address', () => {
    const message = 'code:1004, limit: 10;w=1, at 12:30, field user.name: wrong';
    expect(clean(message)).toBe(message);
  });

  it('is cut between characters', () => {
    expect(clean(`${'x'.repeat(299)}😀`)).toBe('x'.repeat(299));
    expect(clean('abcdefg 😀', 'abcdefgh😀😀')).toBe('abcdefg 😀');
  });
});
