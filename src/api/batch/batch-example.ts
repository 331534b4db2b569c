import { examplesFor } from '../docs/examples';

type ExamplePlace = ReturnType<typeof examplesFor>[number];

/**
 * Sets metadata in every example place that supports it, and reads it back; adds and removes values, and
 * changes counters where the vendor has them.
 */
export const BATCH_EXAMPLE = {
  operations: [
    ...[
      ...examplesFor('message.set').map(messageExample),
      ...examplesFor('channel.set').map(channelExample),
    ].flatMap(({ target, entries }) => [
      { ...target, verb: 'set', entries },
      { ...target, verb: 'get' },
    ]),
    ...examplesFor('message.add-values').flatMap(valuesExample),
    ...examplesFor('counters.change').map(countersExample),
  ].map((operation, index) => ({ id: String(index + 1), ...operation })),
};

function valuesExample(place: ExamplePlace) {
  const { target, entries } = messageExample(place);
  const change = entries.map(({ key }) => ({ key, values: ['one more'] }));
  return [
    { ...target, verb: 'add-values', entries: change },
    { ...target, verb: 'remove-values', entries: change },
  ];
}

function countersExample({ connection, channelType, channelId, counters }: ExamplePlace) {
  return { connection, channelType, channelId, verb: 'count', counters };
}

function messageExample(place: ExamplePlace) {
  const { connection, channelType, channelId, messageId, subchannelId, entries } = place;
  return { target: { connection, channelType, channelId, messageId, subchannelId }, entries };
}

function channelExample({ connection, channelType, channelId }: ExamplePlace) {
  const entries = [{ key: 'theme', value: 'dark' }];
  return { target: { connection, channelType, channelId }, entries };
}
