import { examplesFor } from '../docs/examples';

/** Sets at every example place that has any, and a read of each. */
export const BATCH_EXAMPLE = {
  operations: [
    ...examplesFor('message.set').map(messageOf),
    ...examplesFor('channel.set').map(channelOf),
  ]
    .flatMap(({ place, entries }) => [
      { ...place, verb: 'set', entries },
      { ...place, verb: 'get' },
    ])
    .map((operation, index) => ({ id: String(index + 1), ...operation })),
};

type Stage = ReturnType<typeof examplesFor>[number];

function messageOf(stage: Stage) {
  const { connection, channelType, channelId, messageId, subchannelId, entries } = stage;
  return { place: { connection, channelType, channelId, messageId, subchannelId }, entries };
}

function channelOf({ connection, channelType, channelId }: Stage) {
  const entries = [{ key: 'theme', value: 'dark' }];
  return { place: { connection, channelType, channelId }, entries };
}
