/** `chat-metadata batch`: progress, journals and continuing after a failure. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { runTool, type ToolSettings } from '../support/process/run-tool';

const GROUP = { connection: 'nexconn-sandbox', channelType: 'group', messageId: 'MSG-GROUP-1' };

let gateway: TestGateway;
let folder: string;
let file: string;
beforeEach(async () => {
  gateway = await startGateway();
  await gateway.sandboxes.nexconn.settings({ unknowns: { checkChannel: false } });
  folder = await mkdtemp(join(tmpdir(), 'batch-'));
  file = join(folder, 'changes.ndjson');
});
afterEach(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

/** A write to a target of its own; the sandbox accepts any channel. */
const set = (id: string, more: object = {}) => ({
  id,
  ...GROUP,
  channelId: `group-${id}`,
  verb: 'set',
  entries: [{ key: 'k', value: id }],
  ...more,
});
const sets = (count: number) => Array.from({ length: count }, (_, index) => set(String(index)));

const write = (operations: readonly object[]) =>
  writeFile(file, operations.map((operation) => JSON.stringify(operation)).join('\n'));
const batch = (args: readonly string[] = [], settings: Partial<ToolSettings> = {}) =>
  runTool(['batch', file, ...args], { url: gateway.url, ...settings });
const calls = async () => (await gateway.sandboxes.nexconn.arrivals()).length;

describe('a batch file', () => {
  it('is carried out, with one line of JSON a result in a pipe', async () => {
    await write(sets(5));
    const { code, out, err } = await batch();
    expect(code).toBe(0);
    const ids = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids.sort()).toEqual(['0', '1', '2', '3', '4']);
    expect(err).toMatch(/^5 succeeded, 0 failed, in .*\n$/);
    expect(existsSync(`${file}.journal`)).toBe(false);
  });

  it('shows a progress bar and only failures on a terminal', async () => {
    await write([...sets(30), set('bad', { entries: [{ key: 'no spaces', value: '' }] })]);
    const { code, out, err } = await batch([], { isTTY: true });
    expect(code).toBe(3);
    expect(out).toMatch(/^bad: 422 provider-limit: .*\n$/);
    expect(err).toContain('░  0 of 31');
    expect(err).toContain(`${'█'.repeat(24)}  31 of 31  1 failed`);
    expect(err).toMatch(/30 succeeded, 1 failed, in .*\n$/);
  });

  it('continues with the remaining operations after an interruption', async () => {
    await write(sets(60)); // 20 are sent at once, the others wait for quota
    const interrupt = new AbortController();
    let results = 0;
    const first = await batch([], {
      signal: interrupt.signal,
      onWrite: () => {
        results += 1;
        if (results === 10) interrupt.abort();
      },
    });
    expect([first.code, first.err]).toEqual([130, expect.stringContaining('Stopped.')]);
    const done = readFileSync(`${file}.journal`, 'utf8').trim().split('\n').length - 1;
    expect(done).toBeGreaterThanOrEqual(10);
    await new Promise((resolve) => setTimeout(resolve, 500)); // operations that had begun end
    const before = await calls();
    expect(before).toBeLessThan(60);
    const second = await batch();
    expect(second.code).toBe(0);
    expect(second.err).toContain(`${done} operations are already done.`);
    expect(await calls()).toBe(60); // writes whose result was lost are not repeated
    expect(existsSync(`${file}.journal`)).toBe(false);
  });

  it('repeats later operations on the target of a failed one', async () => {
    const same = { channelId: 'group-001' };
    const route = '/v4/message/metadata/set';
    await gateway.sandboxes.nexconn.faults({ route, kind: 'status', status: 403, times: 1 });
    await write([set('first', { ...same, actorId: 'a' }), set('last', { ...same, actorId: 'b' })]);
    const { code, out } = await batch(['--wait', '9'], { isTTY: true });
    expect([code, out]).toEqual([3, expect.stringContaining('502 upstream-refused')]);
    expect((await batch()).code).toBe(0);
    const { body } = await gateway.call(
      'GET',
      '/v1/connections/nexconn-sandbox/channels/group/group-001/messages/MSG-GROUP-1/metadata/k',
    );
    expect(body).toMatchObject({ value: 'last' });
  });

  it('does not use the journal of another file', async () => {
    await write([set('a', { entries: [{ key: 'no spaces', value: '' }] })]);
    expect((await batch()).code).toBe(3);
    await write(sets(2));
    const refused = await batch();
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--restart')]);
    expect((await batch(['--restart'])).code).toBe(0);
  });

  it.each<[string, string, string]>([
    [
      'cannot be created',
      '/nonexistent/x',
      'cannot be read and written (ENOENT); name another file',
    ],
    ['is a folder', '/', 'cannot be read and written (EISDIR); name another file'],
    ['is no journal', __filename, 'is not a journal'],
  ])('is refused if it %s', async (_, path, message) => {
    await write(sets(1));
    const { code, err } = await batch(['--journal', path]);
    expect([code, JSON.parse(err)]).toEqual([
      2,
      { exitCode: 2, message: expect.stringContaining(`${path} ${message}`) },
    ]);
  });

  it.each<[string, string]>([
    ['{"operations":[{"verb":"get"}]}\n', ''],
    ['[{"verb":"get"}]', ''],
    ['{"verb":"get"}\n\n{"verb":"get"}\n', ''],
    ['{"id":"a"}\n{"id":"a"}', 'the id "a" is not unique'],
    ['{"id":"a"}\n{', 'line 2 is not JSON'],
    ['[1]', 'operation 1 is not an object'],
    ['', 'the file has no operations'],
  ])('is read in every format: %j', async (text, message) => {
    await writeFile(file, text);
    const { code, err } = await batch();
    expect(code).toBe(message === '' ? 3 : 2);
    // in a pipe, a failure is JSON
    if (message !== '')
      expect(JSON.parse(err)).toEqual({ exitCode: 2, message: expect.stringContaining(message) });
  });
});
