import * as fc from 'fast-check';

import type { NexconnClient } from './client';
import { startClient } from './client';

let client: NexconnClient;
beforeAll(async () => {
  client = await startClient();
  const limits = { limit: 1_000_000 };
  await client.settings({
    quotas: {
      'open-channel.set': limits,
      'open-channel.get': limits,
      'message-metadata.set': limits,
    },
  });
});
afterAll(() => client.sandbox.close());

const KEY = /^[A-Za-z0-9+=_-]{1,32}$/;
const keys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '1', '0', '+', '=', '-'),
  fc.stringMatching(KEY),
);
/** Without lone surrogates, because UTF-8 cannot encode them. */
const values = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '&=+% "\\', 'a\nb\r\nc', '\u0000', '%2F', '{"a":1}', '𝕏😀', 'null'),
);

describe('hard keys and values', () => {
  it('are returned unchanged by the form API', async () => {
    await fc.assert(
      fc.asyncProperty(keys, values, async (key, value) => {
        const place = { chatroomId: 'kvchatroom2' };
        const entry = { ...place, userId: 'u1', key, value };
        expect((await client.legacy('/chatroom/entry/set.json', entry)).body).toEqual({
          code: 200,
        });
        const read = await client.legacy('/chatroom/entry/query.json', { ...place, keys: [key] });
        expect(read.body).toMatchObject({ keys: [{ key, value }] });
        const all = { chatroomId: 'kvchatroom2', userId: 'u1', key };
        await client.legacy('/chatroom/entry/remove.json', all);
      }),
      { numRuns: 60 },
    );
  });

  it('are returned unchanged by messages, in both generations', async () => {
    const place = { messageId: 'BRGM-DEN2-01E4-BN66', userId: 'u', channelId: 'tjw3zbMrU' };
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(keys, values), {
          minLength: 1,
          maxLength: 5,
          selector: ([key]) => key,
        }),
        async (pairs) => {
          const metadata = Object.fromEntries(pairs);
          const set = await client.v4('/v4/message/metadata/set', {
            ...place,
            channelType: 1,
            metadata,
          });
          expect(set.body).toEqual({ code: 0 });
          const list = await client.v4('/v4/channel-type/message/metadata/list', place);
          const { result } = list.body as {
            result: { metadata: { key: string; value: string }[] };
          };
          const query = { msgUID: place.messageId };
          const legacy = await client.legacy('/message/expansion/query.json', query);
          const { extraContent } = legacy.body as { extraContent: Record<string, { v: string }> };
          for (const [key, value] of pairs) {
            expect(result.metadata.find((entry) => entry.key === key)?.value).toBe(value);
            expect(Object.entries(extraContent).find(([name]) => name === key)?.[1].v).toBe(value);
          }
          await client.v4('/v4/channel-type/message/metadata/delete', {
            ...place,
            channelType: 1,
            keys: pairs.map(([key]) => key),
          });
        },
      ),
      { numRuns: 30 },
    );
    expect((await client.state()).messages[place.messageId]?.metadata).toEqual([]);
  });
});
