/** Tokens of one quota, as the vendor's pages count them. */
export interface Weight {
  readonly quota: string;
  readonly tokens: number;
  /** Of a quota per channel. */
  readonly channel?: string;
}

/** `channelType` of a group channel; a direct channel is 1. */
const GROUP = 3;

/** The tokens that a call to each endpoint draws, from its body. */
const WEIGHTS: Readonly<Record<string, (body: string) => readonly Weight[]>> = {
  // "Set message metadata"; by "Known issues" it also counts as a message sent to its channel
  '/v4/message/metadata/set': (body) => {
    const { channelType } = JSON.parse(body) as { readonly channelType: number };
    const message = channelType === GROUP ? 'group-message' : 'direct-message';
    return [
      { quota: 'message-metadata.set', tokens: 1 },
      { quota: message, tokens: 1 },
    ];
  },
  // "Send group messages": each channel of the list is a message
  '/v4/group-channel/message/send': (body) => {
    const { toChannelIds } = JSON.parse(body) as { readonly toChannelIds: readonly string[] };
    return [{ quota: 'group-message', tokens: toChannelIds.length }];
  },
  // "Set metadata": each pair is an attribute of the 100 a second, alone or in a batch
  '/chatroom/entry/set.json': () => [{ quota: 'open-channel.set', tokens: 1 }],
  '/chatroom/entry/batch/set.json': (body) => {
    const pairs = JSON.parse(new URLSearchParams(body).get('entryInfo') ?? '{}') as object;
    return [{ quota: 'open-channel.set', tokens: Object.keys(pairs).length }];
  },
  // "Modify group attributes": calls of the app, and writes to the attributes of one group
  '/v4/group_open_http_svc/modify_group_attr': (body) => {
    const { GroupId: channel } = JSON.parse(body) as { readonly GroupId: string };
    return [
      { quota: 'group-attribute.modify', tokens: 1 },
      { quota: 'group-attribute.write', tokens: 1, channel },
    ];
  },
};

/** @throws Error for an endpoint that no scenario calls */
export function weigh(path: string, body: string): readonly Weight[] {
  const weights = WEIGHTS[path.split('?')[0] ?? ''];
  if (weights === undefined) throw new Error(`no scenario calls ${path}`);
  return weights(body);
}
