import { GatewayError } from '../../core/gateway-error';
import { messagesPresenter } from './present-reply';

it('points to the ids in the query where one of several messages has a wrong id', () => {
  const errors = [
    { pointer: 'path/messageId', reason: 'must be a number' },
    { pointer: 'query/keys/0', reason: 'must be short' },
  ];
  const text = 'Vendor: path/messageId must be a number.';
  const error = new GatewayError('provider-limit', text, { errors });
  const present = messagesPresenter(['a', 'a'], 'request-1');
  const row = {
    messageId: 'a',
    problem: {
      detail: 'Vendor: query/messageIds must be a number.',
      errors: [{ pointer: 'query/messageIds' }, { pointer: 'query/keys/0' }],
      requestId: 'request-1',
    },
  };
  expect(present({ messages: [{ messageId: 'a', error }] })).toMatchObject({
    messages: [row, row],
  });
});
