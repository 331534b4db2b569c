import { type Channel, type Message, newChannel, newMessage, type State } from './state';

const SEEDED_AT = 1544421761159;

const channelEntry = (
  channel: Pick<Channel, 'type' | 'url'> & Partial<Channel>,
  messages: readonly Message[],
): [string, Channel] => [
  channel.url,
  newChannel({
    createdAt: SEEDED_AT,
    ...channel,
    messages: new Map(messages.map((message) => [message.id, message])),
  }),
];

const voteMessage = () =>
  newMessage({
    id: '273778828',
    customType: 'vote',
    text: "Hey, let's vote what day is the most suitable for our meeting!",
    sender: {
      user_id: 'Aaron',
      nickname: 'Raptor',
      profile_url: 'https://sendbird.com/main/img/profiles/profile_53_512px.png',
      metadata: { location: 'St. Louis', marraige: 'N' },
    },
    mentioned: [
      {
        user_id: 'Jay',
        nickname: 'Rooster',
        profile_url: 'https://sendbird.com/main/img/profiles/profile_13_512px.png',
        metadata: { location: 'New York', marraige: 'Y' },
      },
    ],
    metaarray: new Map([['candidates', ['Wednesday', 'Thursday', 'Friday']]]),
    createdAt: SEEDED_AT,
  });

const adminMessage = () =>
  newMessage({
    id: '273815177',
    type: 'ADMM',
    customType: 'notice',
    text: "Today, we don't have anything to do. Let's have some rest!",
    createdAt: 1544424889453,
  });

/** A fresh state with the channels and messages that "Messages" and "Update metadata" (Sendbird docs) name. */
export const seed = (): State => ({
  channels: {
    open_channels: new Map([
      channelEntry({ type: 'open_channels', url: 'sendbird_open_channel_1' }, [
        newMessage({ id: '640903435', text: 'Where shall we meet?', createdAt: SEEDED_AT }),
      ]),
    ]),
    group_channels: new Map([
      channelEntry({ type: 'group_channels', url: 'sendbird_group_channel_1' }, [voteMessage()]),
      channelEntry(
        {
          type: 'group_channels',
          url: 'sendbird_group_channel_6037267_600ddc81a5e23049c804193370d47217fa2ed5f9',
          metadata: new Map([
            ['background_image', 'https://sendbird.com/main/img/bg/theme_001.png'],
            ['text_size', 'large'],
          ]),
        },
        [voteMessage(), adminMessage()],
      ),
    ]),
  },
  nextMessageId: 640903436n,
  sessionKeys: new Set(),
});
