/** The command-line tool against a gateway: text on a terminal, JSON in a pipe. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { runTool, type ToolResult, type ToolSettings } from '../support/process/run-tool';

const MESSAGE = 'nexconn-sandbox/direct/tjw3zbMrU/BRGM-DEN2-01E4-BN66';
const VALUES = 'sendbird-sandbox/group/sendbird_group_channel_1/273778828';
const CHANNEL = 'sendbird-sandbox/open/sendbird_open_channel_1';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => Promise.all(Object.values(gateway.sandboxes).map((sandbox) => sandbox.reset())));
afterAll(() => gateway.close());

const tool = (args: readonly string[], settings: Partial<ToolSettings> = {}): Promise<ToolResult> =>
  runTool(args, { url: gateway.url, ...settings });
const onTerminal = (...args: string[]) => tool(args, { isTTY: true });
const onTerminalWith = (env: Record<string, string>, ...args: string[]) =>
  tool(args, { isTTY: true, env });
const piped = async (...args: string[]): Promise<unknown> => {
  const { code, out, err } = await tool(args);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
};

describe('calls', () => {
  it('sets, gets and deletes entries, with JSON in a pipe', async () => {
    expect(await piped('set', MESSAGE, 'type=3', 'state=a=b')).toEqual({
      entries: [
        { key: 'type', value: '3', values: ['3'] },
        { key: 'state', value: 'a=b', values: ['a=b'] },
      ],
    });
    expect(await piped('get', MESSAGE, 'state')).toMatchObject({ entries: [{ value: 'a=b' }] });
    expect(await piped('delete', MESSAGE, 'state')).toEqual({ deleted: ['state'] });
    expect(await piped('delete', '--all', MESSAGE)).toEqual({ deleted: 'all' });
    expect(await tool(['get', MESSAGE])).toEqual({
      code: 1,
      out: expect.stringContaining('{"entries":[],"etag":'),
      err: '',
    });
  });

  it('shows text on a terminal', async () => {
    expect((await onTerminal('set', MESSAGE, 'type=3')).out).toBe('KEY   VALUE\ntype  3\n');
    expect((await onTerminal('get', MESSAGE)).out).toMatch(
      /^KEY {3}VALUE {2}UPDATED\ntype {2}3 {6}\d{4}-/,
    );
    expect((await onTerminal('delete', MESSAGE, 'type')).out).toBe('Deleted.\n');
    expect((await onTerminal('get', MESSAGE, 'type')).out).toBe('No entries.\n');
    expect((await onTerminal('--json', 'get', MESSAGE, 'type')).out).toBe('{"entries":[]}\n');
  });

  it('reads several messages, each with its entries or its problem', async () => {
    const channel = 'sendbird-sandbox/group/sendbird_group_channel_1';
    const messages = ['messages', channel, '273778828', '1'];
    expect(await piped(...messages, '--keys', 'candidates')).toMatchObject({
      messages: [
        { messageId: '273778828', entries: [{ key: 'candidates' }] },
        { messageId: '1', problem: { code: 'target-not-found' } },
      ],
    });
    expect((await onTerminal(...messages)).out).toMatch(
      /^273778828\nKEY +VALUE\ncandidates +\["Wednesday",.*\n\n1\n404 target-not-found: /,
    );
    expect((await onTerminal(...messages, '--dry-run')).out).toContain('depends on the previous');
    const misplaced = await onTerminal('messages', `${channel}/273778828`, '1');
    expect([misplaced.code, misplaced.err]).toEqual([
      2,
      expect.stringContaining('Expected a channel: CONNECTION/CHANNEL-TYPE/CHANNEL.'),
    ]);
  });

  it('accepts older data with --max-age', async () => {
    await piped('get', VALUES);
    const before = (await gateway.sandboxes.sendbird.arrivals()).length;
    expect(await piped('get', VALUES, '--max-age', '60')).toMatchObject({
      entries: [{ key: 'candidates' }],
    });
    expect(await gateway.sandboxes.sendbird.arrivals()).toHaveLength(before);
    const { err } = await onTerminal('get', VALUES, '--max-age', '1.5');
    expect(err).toContain('Expected whole seconds.');
  });

  it('adds and removes values', async () => {
    expect(await piped('set', VALUES, 'tags=a', 'tags=b')).toMatchObject({
      entries: [{ values: ['a', 'b'] }],
    });
    expect((await onTerminal('values', 'add', VALUES, 'tags', 'c')).out).toContain('["a","b","c"]');
    expect(await piped('values', 'remove', VALUES, 'tags', 'a', 'b')).toMatchObject({
      values: ['c'],
    });
  });

  it('changes values of several keys', async () => {
    await piped('set', VALUES, 'a=1', 'b=1', 'b=2');
    expect(await piped('values', 'change', VALUES, 'a+=2', 'b-=1', 'a+=3')).toMatchObject({
      entries: [
        { key: 'a', values: ['1', '2', '3'] },
        { key: 'b', values: ['2'] },
      ],
    });
  });

  it('shows the entity tag of a read of all entries, for --if-match', async () => {
    await piped('set', MESSAGE, 'type=3');
    const { etag } = (await piped('get', MESSAGE)) as { readonly etag: string };
    expect((await onTerminal('get', MESSAGE)).out).toContain(`\netag  ${etag}\n`);
    expect(await piped('get', MESSAGE, 'type')).not.toHaveProperty('etag');
    await piped('set', MESSAGE, 'type=4', '--if-match', etag);
    expect((await tool(['set', MESSAGE, 'type=5', '--if-match', etag])).err).toContain('412 ');
  });

  it('writes only existing or only missing keys', async () => {
    await piped('set', '--create', MESSAGE, 'type=3');
    expect((await tool(['set', '--create', MESSAGE, 'type=4'])).err).toContain('412 ');
    expect(await piped('set', '--update', MESSAGE, 'type=4')).toMatchObject({ value: '4' });
    expect((await tool(['set', '--update', CHANNEL, 'none=4'])).err).toContain('412 ');
    expect((await onTerminal('set', '--existing', MESSAGE, 'type=5', 'none=1')).out).toBe(
      'KEY   VALUE\ntype  5\nLeft out, because absent: none\n',
    );
    expect(await piped('counters', 'change', '--existing', CHANNEL, 'none+=1')).toEqual({
      counters: [],
      skipped: ['none'],
    });
  });

  it.each([
    [['set', CHANNEL, 'a=1']],
    [['set', '--create', CHANNEL, 'a=1']],
    [['delete', CHANNEL, 'a']],
    [['values', 'add', VALUES, 'a', '1']],
    [['values', 'remove', VALUES, 'a', '1']],
    [['values', 'change', VALUES, 'a+=1']],
    [['counters', 'change', CHANNEL, 'a+=1']],
    [['counters', 'delete', CHANNEL, 'a']],
  ])('sends the vendor options of %j to the gateway, which checks them', async (args) => {
    expect((await tool([...args, '--vendor', '{"unheard-of":{}}'])).err).toContain(
      'options/unheard-of is not the name of a vendor',
    );
    expect((await tool([...args, '--vendor', '{"nexconn":{}}'])).code).toBe(0);
  });

  it('sends an actor of any characters', async () => {
    const { out } = await onTerminal('set', MESSAGE, 'type=3', '--actor', '李', '--dry-run');
    expect(out).toContain('李');
  });

  it('changes counters', async () => {
    expect((await onTerminal('counters', 'change', CHANNEL, 'likes=5', 'views+=2')).out).toContain(
      'likes',
    );
    expect(await piped('counters', 'change', CHANNEL, 'likes-=1')).toEqual({
      counters: [{ key: 'likes', value: 4 }],
    });
    expect(await piped('counters', 'delete', CHANNEL, 'likes')).toEqual({ deleted: ['likes'] });
    expect(await piped('counters', 'get', CHANNEL)).toEqual({
      counters: [{ key: 'views', value: 2 }],
    });
  });

  it.each([
    [['get', MESSAGE]],
    [['set', MESSAGE, 'type=3']],
    [['delete', MESSAGE, 'type']],
    [['values', 'add', VALUES, 'tags', 'a']],
    [['values', 'remove', VALUES, 'tags', 'a']],
    [['values', 'change', VALUES, 'tags+=a']],
    [['set', MESSAGE, 'type=3', '--create']],
    [['counters', 'get', CHANNEL]],
    [['counters', 'change', CHANNEL, 'likes+=1']],
    [['counters', 'delete', CHANNEL, 'likes']],
  ])('shows the vendor requests of %j with --dry-run', async (args) => {
    const { code, out } = await onTerminal(...args, '--dry-run');
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing was sent.')]);
    expect(await piped(...args, '--dry-run')).toHaveProperty('steps.0.draws.0.tokens', 1);
    const arrivals = Object.values(gateway.sandboxes).map((sandbox) => sandbox.arrivals());
    expect((await Promise.all(arrivals)).flat()).toEqual([]);
  });

  it('seeds the sandboxes of the gateway', async () => {
    const { written } = (await piped('seed')) as { readonly written: number };
    expect(written).toBeGreaterThan(5);
    expect(await piped('get', MESSAGE)).toMatchObject({ entries: [{ key: 'type', value: '3' }] });
    expect(await piped('counters', 'get', CHANNEL)).toHaveProperty('counters.0.value');
    expect((await onTerminal('seed')).out).toBe(`${written} writes.\n`);
  });

  it('lists connections, providers and quotas', async () => {
    expect(await piped('connections')).toMatchObject({
      connections: [
        { name: 'nexconn-sandbox' },
        { name: 'sendbird-sandbox' },
        { name: 'stream-sandbox' },
        { name: 'tencent-sandbox' },
      ],
    });
    expect((await onTerminal('connections')).out).toMatch(/^CONNECTION {8}PROVIDER\n/);
    const { out: providers } = await onTerminal('providers');
    expect(providers).toMatch(
      /Sendbird +message +group +native +native +emulated +native +native +native +emulated +–\n/,
    );
    expect(providers).toMatch(/^Nexconn \(RongCloud\) with profile: rongcloud – RongCloud: .+$/m);
    expect(providers).toContain('\n  cannot do: the option echoToActor for community messages\n');
    expect(await piped('quotas', 'nexconn-sandbox')).toMatchObject({
      quotas: expect.arrayContaining([
        expect.objectContaining({
          connection: 'nexconn-sandbox',
          name: 'group-message',
          limit: 20,
        }),
      ]),
    });
  });

  it('ends the cooldown of a quota', async () => {
    const end = ['quotas', 'end-cooldown', 'nexconn-sandbox'];
    expect(await piped(...end, 'group-message')).toEqual({
      connection: 'nexconn-sandbox',
      quota: 'group-message',
      coolingDownMs: 0,
    });
    expect((await onTerminal(...end, 'group-message')).out).toBe('The quota has no cooldown.\n');
    const { code, err } = await tool([...end, 'none']);
    expect([code, err]).toEqual([1, expect.stringContaining('404 route-not-found: ')]);
  });

  it('escapes values that would move the cursor', async () => {
    await tool(['set', VALUES, 'x=a\u001b[2Jb']);
    expect((await onTerminal('get', VALUES, 'x')).out).toContain('a\\u{1b}[2Jb');
  });

  it('refreshes the quotas until it is interrupted', async () => {
    await tool(['get', MESSAGE]);
    const interrupt = new AbortController();
    let writes = 0;
    const { code, out } = await tool(['quotas'], {
      isTTY: true,
      signal: interrupt.signal,
      onWrite: () => {
        writes += 1;
        if (writes === 2) interrupt.abort();
      },
    });
    expect(code).toBe(0);
    expect(out).toMatch(/message-metadata\.list .*message-metadata\.list /s);
    const lines = out.slice(0, out.indexOf('\u001b', 2)).trim().split('\n').length;
    expect(out).toContain(`\n\u001b[${lines}A\u001b[J`); // replaces the first table
  });
});

describe('failures', () => {
  it.each<[string[], number, string]>([
    [['get', 'none/direct/a/b'], 1, '404 connection-not-found: '],
    [['set', MESSAGE, 'no spaces=1'], 1, '422 provider-limit: '],
    [['get', 'a/b'], 2, 'Expected CONNECTION/CHANNEL-TYPE/CHANNEL[/MESSAGE].'],
    [['delete', `${CHANNEL}/..`, '--all'], 2, 'No part may be "." or ".."'],
    [['get', 'a/open/%2E'], 2, 'No part may be "." or ".."'],
    [['quotas', '..'], 2, 'error: path.connection must not be empty, "." or ".."'],
    [['counters', 'change', CHANNEL, 'a=1', '--if-match', '"x"'], 2, "unknown option '--if-match'"],
    [['counters', 'delete', VALUES, 'likes'], 2, 'Expected a channel: '],
    [['get', 'a/closed/b'], 2, 'The channel type must be one of direct, group, community, open.'],
    [['set', MESSAGE, 'nothing'], 2, 'error: "nothing" is not KEY=VALUE.'],
    [['set', MESSAGE, 'a=1', 'b=2', '--create'], 2, '--create and --update each take one key'],
    [['set', MESSAGE, 'a=1', '--create', '--update'], 2, '--create and --update each take one key'],
    [['values', 'change', VALUES, 'a=1'], 2, 'Expected KEY+=VALUE or KEY-=VALUE.'],
    [['values', 'change', CHANNEL, 'a+=1'], 2, 'values can be added and removed on messages only'],
    [['set', MESSAGE], 2, "missing required argument 'key=value'"],
    [['delete', MESSAGE], 2, 'error: pass either keys or --all'],
    [['delete', MESSAGE, 'a', '--all'], 2, 'error: pass either keys or --all'],
    [['get', MESSAGE, '--wait', 'long'], 2, 'Expected a number of seconds.'],
    [['values', 'add', CHANNEL, 'a', 'b'], 2, 'values can be added and removed on messages only'],
    [['fetch'], 2, "unknown command 'fetch'"],
    [['batch', '/nowhere.ndjson'], 2, 'ENOENT'],
  ])('%j exits with %i', async (args, code, message) => {
    const ended = await onTerminal(...args);
    expect([ended.code, ended.out]).toEqual([code, '']);
    expect(ended.err).toContain(message);
  });

  it('reports the effect and the request id of a failed write', async () => {
    const { err } = await onTerminal('set', MESSAGE, 'no spaces=1', '--actor', 'me');
    expect(err).toMatch(/\n {2}nothing was changed\n {2}request [\w-]+\n$/);
  });

  it('exits with 4 if no gateway replies, and with 1 if the key is wrong', async () => {
    const { code, err } = await tool(['connections'], { url: 'http://127.0.0.1:1' });
    expect([code, err]).toEqual([4, expect.stringContaining('No gateway replied')]);
    for (const key of ['wrong', 'wröng€']) {
      const refused = await tool(['connections'], { env: { CHAT_METADATA_KEY: key } });
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('401')]);
    }
    expect((await tool(['connections'], { env: { CHAT_METADATA_KEY: '' } })).code).toBe(0);
  });

  it.each<[string, Record<string, string>, string]>([
    ['key', { CHAT_METADATA_KEY: 's3cret\nkey' }, 'error: key has a character'],
    ['url', { CHAT_METADATA_URL: 'me:s3cret@127.0.0.1:3000' }, 'error: url must be the http'],
  ])('exits with 2 for a %s that cannot be used, and does not show it', async (_, env, message) => {
    const { code, err } = await onTerminalWith(env, 'connections');
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).not.toContain('s3cret');
  });

  it('exits with 1 if get finds nothing', async () => {
    const found = await onTerminal('get', CHANNEL, 'none');
    expect([found.code, found.out, found.err]).toEqual([1, 'No entries.\n', '']);
    expect((await tool(['counters', 'get', CHANNEL, 'none'])).code).toBe(1);
    expect((await tool(['get', CHANNEL, 'none', '--dry-run'])).code).toBe(0);
  });

  it.each([
    [['get', 'none/direct/a'], { exitCode: 1, problem: { code: 'connection-not-found' } }],
    [['get'], { exitCode: 2, message: expect.stringContaining('missing required argument') }],
    [['delete', CHANNEL], { exitCode: 2, message: expect.stringContaining('keys or --all') }],
  ])('reports the failure of %j as a line of JSON in a pipe', async (args, failure) => {
    const { err } = await tool(args);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(err)).toMatchObject(failure);
    const onScreen = await onTerminal('--json', ...args);
    expect(JSON.parse(onScreen.err)).toMatchObject(failure);
  });

  it('seeds no gateway that has a configuration', async () => {
    const configured = await startGateway({ settings: { sandbox: false } });
    const { code, err } = await tool(['seed'], { url: configured.url, isTTY: true });
    const writes = await configured.sandboxes.nexconn.arrivals();
    await configured.close();
    expect([code, err]).toEqual([2, expect.stringContaining('no sandboxes of its own')]);
    expect(writes).toEqual([]);
  });

  it('stops waiting after --timeout', async () => {
    await gateway.sandboxes.sendbird.settings({ latencyMs: [2_000, 2_000] });
    const { code, err } = await onTerminal('get', CHANNEL, '--timeout', '0.2');
    expect([code, err]).toEqual([4, 'No gateway replied: no reply within 200 ms.\n']);
  });

  it('says its version', async () => {
    expect(await onTerminal('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it('shows help with examples and without the key', async () => {
    const { code, out } = await tool(['--help'], { env: { CHAT_METADATA_KEY: 's3cret' } });
    expect(code).toBe(0);
    expect(out).toContain('$ chat-metadata batch changes.ndjson');
    expect(out).toContain('Exit codes: 0 success');
    expect(out).not.toContain('s3cret');
    expect((await tool(['batch', '--help'])).out).toContain(
      'continues with the remaining operations',
    );
  });
});

describe('completion', () => {
  const complete = async (...words: string[]) =>
    (await tool(['complete', '--', ...words])).out.split('\n').slice(0, -1);

  it.each([
    [['qu'], ['quotas']],
    [
      ['counters', ''],
      ['get', 'change', 'delete', 'help'],
    ],
    [['get', 'sendbird'], ['sendbird-sandbox/']],
    [['get', 'sendbird-sandbox/o'], ['sendbird-sandbox/open/']],
    [['get', '--dr'], ['--dry-run']],
    [['quotas', 'end-cooldown', 'n'], ['nexconn-sandbox']],
    [['quotas', 'n'], ['nexconn-sandbox']],
    [['get', '-w', '5', '--max-age', '9', 'n'], ['nexconn-sandbox/']],
    [['completion', 'f'], ['fish']],
    [['get', CHANNEL, 'k'], []],
  ])('offers for %j %j', async (words, offered) => {
    expect(await complete(...words)).toEqual(offered);
  });

  it('asks the gateway of --url', async () => {
    const words = ['complete', '--', '--url', gateway.url, 'get', 'n'];
    const { out } = await tool(words, { url: 'http://127.0.0.1:1' });
    expect(out).toBe('nexconn-sandbox/\n');
  });

  it('offers no connections if no gateway replies', async () => {
    const settings = { url: 'http://127.0.0.1:1' };
    expect(await tool(['complete', '--', 'get', 'n'], settings)).toMatchObject({
      code: 0,
      out: '',
    });
  });

  it.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    expect((await tool(['completion', shell])).out).toContain('chat-metadata complete --');
  });
});
