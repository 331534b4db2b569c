import { ROUTES } from '../../../src/sandbox/nexconn/routes';
import { CAPTURES } from './captures';
import { describedPaths, replyFaults, requestFaults } from './surface';

const SET = '/v4/message/metadata/set';
const EXAMPLE = {
  messageUID: 'BRGM-DEN2-01E4-BN66',
  userId: 'WNYZbMqpH',
  channelId: 'tjw3zbMrU',
  channelType: 1,
  metadata: { type: '3' },
};

it('describes exactly the endpoints of the sandbox', () => {
  expect([...describedPaths()].sort()).toEqual(ROUTES.map(({ path }) => path).sort());
});

it.each(CAPTURES.filter(({ name }) => !name.includes('/chatroom/user/')))(
  'takes the captured request: $name',
  ({ head, body }) => {
    const path = head[0]?.split(' ')[1] ?? '';
    expect(requestFaults(path, body)).toEqual([]);
  },
);

it.each([
  [{ messageUID: undefined }, 'messageId'],
  [{ channelType: 2 }, 'allowed values'],
  [{ metadata: { 'a b': '1' } }, 'property name'],
  [{ metadata: { a: 1 } }, 'string'],
  [{ metadata: { a: 'v'.repeat(4097) } }, '4096'],
])('reports the violations of a request: %j', (change, fault) => {
  expect(requestFaults(SET, JSON.stringify(EXAMPLE))).toEqual([]);
  const found = requestFaults(SET, JSON.stringify({ ...EXAMPLE, ...change }));
  expect(found.join('; ')).toContain(fault);
});

it('checks the JSON in form fields', () => {
  const form = 'msgUID=m&userId=u&conversationType=1&targetId=t&extraKeyVal=';
  const path = '/message/expansion/set.json';
  expect(requestFaults(path, `${form}%7B%22type%22%3A%223%22%7D`)).toEqual([]);
  expect(requestFaults(path, `${form}%7B%22type%22%3A3%7D`)).toEqual(['/type must be string']);
});

it('reports the violations of a reply', () => {
  expect(replyFaults(SET, 200, { code: 0 })).toEqual([]);
  expect(replyFaults(SET, 200, { code: 200 })).not.toEqual([]);
  expect(replyFaults(SET, 400, { code: 1002, errorMessage: '' })).toEqual([]);
  expect(replyFaults(SET, 400, { code: '1002' })).not.toEqual([]);
  expect(replyFaults(SET, 418, {})).not.toEqual([]);
});
