/** Every text is returned unchanged, whatever characters it has. */
import fc from 'fast-check';

import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { call, json, type RawReply, set, startCaptured } from './wire';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startCaptured();
  const { quotas } = json(await call(sandbox, 'GET', '/_sandbox/settings')) as { quotas: object };
  const raised = Object.keys(quotas).map((name) => [name, { limit: 1_000_000 }]);
  await set(sandbox, { quotas: Object.fromEntries(raised) as unknown });
});
afterAll(() => sandbox.close());

const CHANNEL = '/v3/open_channels/ch%20url%2F1%2C%C3%A9';

const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ maxLength, unit: 'binary' }),
    fc.constantFrom(
      '',
      '__proto__',
      'constructor',
      '10',
      '2',
      '𝒳🎉',
      'a\nb\r\n',
      '&=+% "\\',
      '%2F',
    ),
  );
const key = text(20).filter((one) => !one.includes(',') && Buffer.byteLength(one) <= 80);
const value = text(30);

const own = (reply: RawReply) => Object.entries(json(reply) as object);

it('returns metadata unchanged, one item or all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(key, value), { selector: ([k]) => k }),
      async (all) => {
        await call(sandbox, 'DELETE', `${CHANNEL}/metadata`);
        const metadata: unknown = Object.fromEntries(all);
        const created = await call(sandbox, 'POST', `${CHANNEL}/metadata`, { metadata });
        expect(new Map(own(created))).toEqual(new Map(all));
        expect(new Map(own(await call(sandbox, 'GET', `${CHANNEL}/metadata`)))).toEqual(
          new Map(all),
        );
        for (const [name, stored] of all.filter(([k]) => k !== '')) {
          const path = `${CHANNEL}/metadata/${encodeURIComponent(name)}`;
          expect(own(await call(sandbox, 'GET', path))).toEqual([[name, stored]]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('returns metaarrays unchanged and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(key, fc.uniqueArray(value, { maxLength: 4 })), {
        selector: ([k]) => k,
        maxLength: 5,
      }),
      async (items) => {
        await call(sandbox, 'POST', '/v3/open_channels', { channel_url: 'hard' });
        const list = items.map(([k, v]) => ({ key: k, value: v }));
        const sent = { message_type: 'ADMM', message: '', sorted_metaarray: list };
        const message = json(
          await call(sandbox, 'POST', '/v3/open_channels/hard/messages', sent),
        ) as { message_id: number };
        const path = `/v3/open_channels/hard/messages/${message.message_id}`;
        const read = json(await call(sandbox, 'GET', `${path}?with_sorted_meta_array=true`));
        expect(read).toHaveProperty('sorted_metaarray', list);
        const legacy = json(await call(sandbox, 'GET', `${path}?with_meta_array=true`)) as {
          metaarray: object;
        };
        expect(new Map(Object.entries(legacy.metaarray))).toEqual(new Map(items));
      },
    ),
    { numRuns: 40 },
  );
});

it('finds channel urls in every encoding of the path', async () => {
  const url = text(20).filter((one) => !['', '.', '..'].includes(one));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(url, { minLength: 1, maxLength: 3 }), async (urls) => {
      await call(sandbox, 'POST', '/_sandbox/reset');
      for (const one of urls)
        await call(sandbox, 'POST', '/v3/open_channels', { channel_url: one });
      for (const one of urls) {
        const path = `/v3/open_channels/${encodeURIComponent(one)}`;
        expect(json(await call(sandbox, 'GET', path))).toHaveProperty('channel_url', one);
      }
    }),
    { numRuns: 40 },
  );
});

it('distinguishes the channel a/b from the channel a', async () => {
  await call(sandbox, 'POST', '/v3/open_channels', { channel_url: 'a/metadata' });
  const inside = await call(sandbox, 'GET', '/v3/open_channels/a%2Fmetadata/metadata');
  expect(inside).toMatchObject({ status: 200, body: '{}' });
  expect((await call(sandbox, 'GET', '/v3/open_channels/a/metadata')).status).toBe(400);
});
