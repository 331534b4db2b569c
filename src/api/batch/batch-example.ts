import { examplesFor } from '../docs/examples';

type ExamplePlace = ReturnType<typeof examplesFor>[number];

/** Sets metadata in every example place that supports it, and reads it back. */
export const BATCH_EXAMPLE = {
  operations: [
    ...examplesFor('message.set').map(messageExample),
    ...examplesFor('channel.set').map(channelExample),
  ]
    .flatMap(({ target, entries }) => [
      { ...target, verb: 'set', entries },
      { ...target, verb: 'get' },
    ])
    .map((operation, index) => ({ id: String(index + 1), ...operation })),
};

function messageExample(place: ExamplePlace) {
  const { connection, channelType, channelId, messageId, subchannelId, entries } = place;
  return { target: { connection, channelType, channelId, messageId, subchannelId }, entries };
}

function channelExample({ connection, channelType, channelId }: ExamplePlace) {
  const entries = [{ key: 'theme', value: 'dark' }];
  return { target: { connection, channelType, channelId }, entries };
}
