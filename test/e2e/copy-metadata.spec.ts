/** The example script copies metadata between all pairs of vendors. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import type { Vendor } from '../support/vendor/sandbox';

const SCRIPT = join(__dirname, '..', '..', 'examples', 'copy-metadata.mjs');

/** A channel with a message, and a channel that can have entries of its own. */
const PLACES = {
  'nexconn-sandbox': {
    group: 'group/group-001',
    message: 'MSG-GROUP-1',
    open: 'open/kvchatroom2',
  },
  'sendbird-sandbox': {
    group: 'group/sendbird_group_channel_1',
    message: '273778828',
    open: 'open/sendbird_open_channel_1',
  },
  'stream-sandbox': {
    group: 'group/room-42',
    message: 'm1',
    open: 'open/lobby',
  },
  'tencent-sandbox': {
    group: 'group/%40TGS%232SANDBOX1',
    message: '158',
    open: 'open/%40TGS%23aAVCHAT1',
  },
} satisfies Record<`${Vendor}-sandbox`, { group: string; message: string; open: string }>;
type Name = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as Name[];
const PAIRS = NAMES.flatMap((from) =>
  NAMES.filter((to) => to !== from).map((to): [Name, Name] => [from, to]),
);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => Promise.all(Object.values(gateway.sandboxes).map((sandbox) => sandbox.reset())));
afterAll(() => gateway.close());

const groupOf = (name: Name) => `${name}/${PLACES[name].group}`;
const openOf = (name: Name) => `${name}/${PLACES[name].open}`;

/** @returns the lines that the script has printed */
const runScript = (...args: string[]): Promise<{ code: number; lines: string[]; err: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, CHAT_METADATA_URL: gateway.url };
    const child = execFile(process.execPath, [SCRIPT, ...args], { env }, (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, lines: out.trim().split('\n'), err });
    });
  });

const address = (place: string, message = ''): string => {
  const [connection = '', type = '', channel = ''] = place.split('/');
  const messages = message === '' ? '' : `/messages/${message}`;
  return `/v1/connections/${connection}/channels/${type}/${channel}${messages}/metadata`;
};
const write = async (path: string, entries: object[]): Promise<void> => {
  expect(await gateway.call('PATCH', path, { body: { entries } })).toMatchObject({ status: 200 });
};
const valuesAt = async (path: string): Promise<Record<string, string[]>> => {
  const { entries } = (await gateway.call('GET', path)).body as {
    entries: { key: string; values: string[] }[];
  };
  return Object.fromEntries(entries.map(({ key, values }) => [key, values]));
};

it.each(PAIRS)('copies a message from %s to %s', async (from, to) => {
  const [source, target] = [PLACES[from].message, PLACES[to].message];
  await write(address(groupOf(from), source), [{ key: 'copied', value: from }]);
  const { code, lines } = await runScript(
    ...[groupOf(from), groupOf(to), `${source}=${target}`, '--write'],
  );
  expect([code, lines.at(-1)]).toEqual([0, '  copied']);
  expect(await valuesAt(address(groupOf(to), target))).toMatchObject({ copied: [from] });
});

it.each(PAIRS)('copies the entries of a channel from %s to %s', async (from, to) => {
  await write(address(openOf(from)), [{ key: 'copied', value: from }]);
  const { code, lines } = await runScript(openOf(from), openOf(to), '--write');
  expect([code, lines.at(-1)]).toEqual([0, '  copied']);
  expect(await valuesAt(address(openOf(to)))).toMatchObject({ copied: [from] });
});

it.each([
  ['main/group/..', 'main/group/b', 'm=n'],
  ['main/group/a', 'main/group/b', '%2E%2e=n'],
  ['main/group/a', 'main/group/b', 'm='],
  ['main/group/a', 'main/group/b', 'm=../..'],
])('refuses an id that would lead elsewhere: %j', async (...args) => {
  const { code, err } = await runScript(...args);
  expect([code, err]).toEqual([1, expect.stringMatching(/ ids? /)]);
});

it('tells what would be lost: values, keys, times and the facts of the vendor', async () => {
  const source = address(groupOf('stream-sandbox'), 'm1');
  await write(source, [
    { key: 'tags', values: ['a', 'b', 'c'] },
    { key: 'no spaces', value: '1' },
    { key: 'state', value: '3' },
  ]);
  await write(address(groupOf('stream-sandbox')), [{ key: 'theme', value: 'dark' }]);
  const copy = [groupOf('stream-sandbox'), groupOf('nexconn-sandbox'), 'm1=MSG-GROUP-1'];
  const target = address(groupOf('nexconn-sandbox'), 'MSG-GROUP-1');
  const { code, lines } = await runScript(...copy);
  expect([code, lines.at(-1)]).toEqual([0, 'Nothing was written. Add --write to write it.']);
  for (const line of [
    'lost between Stream and the gateway: update times of entries',
    '  lost: theme: Nexconn (RongCloud) does not support channel.set in group channels.',
    'message m1=MSG-GROUP-1: 2 of 3 entries, 1 vendor calls',
    '  lost: tags: 2 of 3 values',
    expect.stringMatching(/^ {2}lost: no spaces: .*may contain only/),
  ])
    expect(lines).toContainEqual(line);
  expect(await valuesAt(target)).toEqual({});
  await runScript(...copy, '--write');
  expect(await valuesAt(target)).toEqual({ tags: ['a'], state: ['3'] });
  const back = await runScript(...copy.slice(0, 2).reverse(), 'MSG-GROUP-1=m1');
  expect(back.lines).toContain('  lost: updatedAt of the entries');
});

it.each([
  [['one'], 2, 'Usage: '],
  [['a/b', 'c/d/e'], 1, 'a/b is not CONNECTION/CHANNEL-TYPE/CHANNEL.'],
  [['none/open/a', openOf('stream-sandbox')], 1, '404 connection-not-found'],
])('fails for %j', async (args, code, message) => {
  const ended = await runScript(...args);
  expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(message)]);
});
