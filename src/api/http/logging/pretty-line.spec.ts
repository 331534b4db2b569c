import { prettyLine } from './pretty-line';

const line = (fields: object) =>
  prettyLine(JSON.stringify({ level: 'warn', time: 0, pid: 1, hostname: 'pod', ...fields }), false);

it('shows time, level, message and fields on one line', () => {
  expect(line({ msg: 'slow', client: 'orders', res: { statusCode: 200 } })).toBe(
    '00:00:00.000 WARN  slow client=orders res={"statusCode":200}\n',
  );
});

it('quotes text that could begin a new line', () => {
  expect(line({ msg: 'm', client: 'a\nb' })).toBe('00:00:00.000 WARN  m client="a\\nb"\n');
});

it('shows the stack of an error below', () => {
  expect(line({ msg: 'm', err: { stack: 'Error: no\n    at x' } })).toBe(
    '00:00:00.000 WARN  m\nError: no\n    at x\n',
  );
});

it('colours the level on a terminal', () => {
  const text = prettyLine('{"level":"error","time":0,"msg":"m"}', true);
  expect(text).toContain('\u001b[31mERROR\u001b[0m');
});
