/** The explorer's fields for headers and parameters: they are in the curl command and take effect. */
import type { Browser, Page } from 'playwright-core';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { openChromium } from './chromium';
import { openedExplorer, type Explorer } from './explorer';
import { visit, type Visit } from './visit';

let browser: Browser;
let gateway: TestGateway;
let opened: Visit;
let page: Page;
let explorer: Explorer;

beforeAll(async () => {
  [browser, gateway] = await Promise.all([openChromium(), startGateway()]);
});
beforeEach(async () => {
  await gateway.sandboxes.nexconn.reset();
  opened = await visit(browser, `${gateway.url}/console`);
  page = opened.page;
  explorer = await openedExplorer(page);
});
afterEach(async () => {
  await opened.close();
  expect(opened.errors).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

const fill = (id: string, text: string) => page.locator(`#${id}`).fill(text);
const key = () => page.locator('#rows [name=key]');
const value = () => page.locator('#rows [name=value]');
const choose = (verb: string) => page.locator('#verb').selectOption(verb);

it('If-Match: a write succeeds with the current ETag and fails with an old one', async () => {
  await choose('get');
  await key().fill('');
  await explorer.send();
  await explorer.status(200);
  const [, tag = ''] = /^ETag: (".+")$/m.exec(await explorer.reply()) ?? [];
  expect(tag).not.toBe('');

  await choose('set');
  await key().fill('type');
  await value().fill('seen');
  await page.getByRole('button', { name: 'Add a row' }).click();
  await key().last().fill('more');
  await value().last().fill('1');
  await fill('if-match', tag);
  expect(await explorer.curl()).toContain(`-H 'If-Match: ${tag}'`);
  await explorer.send();
  await explorer.status(200);
  await value().last().fill('2');
  await explorer.send();
  await explorer.status(412);
  expect(await explorer.reply()).toContain('precondition-failed');
  expect(await explorer.reply()).toContain('The vendor changed nothing.');
});

it('If-Match: * updates an entry only if it exists, the other condition creates it only', async () => {
  await key().fill('fresh');
  await value().fill('1');
  await fill('if-match', '*');
  expect(await explorer.curl()).toContain(`-H 'If-Match: *'`);
  await explorer.send();
  await explorer.status(412);

  await fill('if-match', '');
  await page.getByLabel('write only a key that is missing').check();
  expect(await explorer.curl()).toContain(`-H 'If-None-Match: *'`);
  await explorer.send();
  await explorer.status(200);
  await explorer.send();
  await explorer.status(412);
});

it('Cache-Control: max-age gets an older reply without a vendor call', async () => {
  await choose('get');
  await key().fill('');
  await fill('max-age', '60');
  expect(await explorer.curl()).toContain(`-H 'Cache-Control: max-age=60'`);
  await explorer.send();
  await explorer.status(200);
  expect(await explorer.reply()).not.toMatch(/^Age: /m);
  await explorer.send();
  await page.locator('#reply', { hasText: 'Age: 0' }).waitFor();
  expect(await explorer.reply()).toContain('X-Quota-Cost: 0');
  expect(gateway.sandboxes.nexconn.exchanges).toHaveLength(1);
});

it('Message ids: several messages are read in one call', async () => {
  await explorer.choose('Sendbird group channel', 'sendbird_group_channel_1');
  await page.getByLabel('refuse more than one vendor write').check();
  await choose('get-many');
  expect(await page.locator('#message-id').isVisible()).toBe(false);
  expect(await page.locator('#message-ids').inputValue()).toBe('273778828');
  await fill('message-ids', '273778828, 1');
  await key().first().fill('');
  const query = 'messages/metadata?messageIds=273778828%2C1';
  expect(await explorer.curl()).toContain(query);
  expect(await explorer.curl()).not.toContain('Prefer');
  await explorer.send();
  await explorer.status(200);
  expect(await explorer.reply()).toContain('X-Quota-Cost: message.list;t=1');
  const { messages } = bodyOf(await explorer.reply());
  expect(messages).toEqual([
    { messageId: '273778828', entries: [expect.objectContaining({ key: 'candidates' })] },
    { messageId: '1', problem: expect.objectContaining({ code: 'target-not-found' }) },
  ]);
});

it('Idempotency-Key: a repeated call gets the same reply without a second vendor call', async () => {
  await fill('idempotency-key', 'order-4711');
  expect(await explorer.curl()).toContain(`-H 'Idempotency-Key: order-4711'`);
  await explorer.send();
  await explorer.status(200);
  const first = await explorer.reply();
  expect(gateway.sandboxes.nexconn.exchanges).toHaveLength(1);
  await explorer.send();
  await page.locator('#reply', { hasText: 'Idempotency-Replayed: true' }).waitFor();
  expect(gateway.sandboxes.nexconn.exchanges).toHaveLength(1);
  expect(bodyOf(await explorer.reply())).toEqual(bodyOf(first));

  await value().fill('another');
  await explorer.send();
  await explorer.status(422);
  expect(await explorer.reply()).toContain('idempotency-key-reused');
});

it.each([
  ['message-id', '..'],
  ['channel-id', '.'],
])('%s: "%s" would lead elsewhere, so nothing is sent', async (id, text) => {
  await fill(id, text);
  expect(await page.locator('#call').innerText()).toBe('No id or key may be "." or "..".');
  await explorer.send();
  await page.locator('#progress', { hasText: 'No id or key may be' }).waitFor();
  expect(gateway.sandboxes.nexconn.exchanges).toEqual([]);
});

it('Vendor options: those of a delete are in the query', async () => {
  await explorer.choose('Nexconn open channel', 'kvchatroom2');
  await explorer.send();
  await explorer.status(200);
  await choose('delete');
  expect(await page.locator('#options').inputValue()).toBe('');
  await fill('options', '{"nexconn":{"force":false}}');
  const query = 'options=%7B%22nexconn%22%3A%7B%22force%22%3Afalse%7D%7D';
  expect(await explorer.curl()).toContain(`?${query}`);
  await explorer.send();
  await explorer.status(204);
  const [sent] = gateway.sandboxes.nexconn.exchanges.slice(-1);
  expect(sent?.request.path).toBe('/chatroom/entry/remove.json');
  await choose('set');
  expect(await page.locator('#options').inputValue()).toContain('RC:chrmKVNotiMsg');
});

it('Cursor: leads to the next page', async () => {
  const keys = Array.from({ length: 300 }, (_, index) => `key${index}`);
  const place = '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU';
  const path = `${place}/messages/BRGM-DEN2-01E4-BN66/metadata`;
  for (let first = 0; first < keys.length; first += 100) {
    const entries = keys.slice(first, first + 100).map((name) => ({ key: name, value: '1' }));
    const { status } = await gateway.call('PATCH', path, { body: { entries } });
    expect(status).toBe(200);
  }
  await choose('get');
  await key().fill('');
  const seen = new Set<string>();
  let cursor: string | undefined = '';
  let pages = 0;
  for (; cursor !== undefined && pages < 10; pages += 1) {
    await fill('cursor', cursor);
    if (cursor !== '')
      expect(await explorer.curl()).toContain(`cursor=${encodeURIComponent(cursor)}`);
    await explorer.send();
    await explorer.status(200);
    const { entries, nextCursor } = bodyOf(await explorer.reply());
    for (const entry of entries ?? []) seen.add(entry.key);
    cursor = nextCursor;
  }
  expect(pages).toBe(2);
  expect(keys.filter((name) => !seen.has(name))).toEqual([]);
});

it('Prefer: wait=0 gets a 429 with the time to retry', async () => {
  await explorer.choose('Nexconn group message', 'group-001');
  await fill('wait', '0');
  expect(await explorer.curl()).toContain(`-H 'Prefer: wait=0'`);
  const place = '/v1/connections/nexconn-sandbox/channels/group/group-001';
  const flood = Array.from({ length: 100 }, (_, index) =>
    gateway.call('PUT', `${place}/messages/MSG-GROUP-${index}/metadata/key`, {
      body: { value: '1' },
      headers: { Prefer: 'wait=10' },
    }),
  );
  await page
    .locator('[data-quota="group-message"] [data-field=free]', { hasText: /^0$/ })
    .waitFor();
  await explorer.send();
  await explorer.status(429);
  expect(await explorer.reply()).toMatch(/Quota: .*group-message/);
  expect(await explorer.reply()).toMatch(/Retry in \d/);
  await Promise.all(flood);
});

it('Prefer: handling=strict refuses more than one vendor write', async () => {
  await explorer.choose('Sendbird group channel', 'sendbird_group_channel_1');
  await explorer.send();
  await explorer.status(200);
  await value().last().fill('somewhere else');
  await page.getByLabel('refuse more than one vendor write').check();
  expect(await explorer.curl()).toContain(`-H 'Prefer: handling=strict'`);
  await explorer.send();
  await explorer.status(422);
  expect(await explorer.reply()).toContain('provider-limit');
});

interface ShownBody {
  readonly entries?: readonly { readonly key: string }[];
  readonly nextCursor?: string;
  readonly messages?: readonly object[];
}

/** The body of a reply that is shown below its headers. */
const bodyOf = (reply: string): ShownBody =>
  JSON.parse(reply.slice(reply.indexOf('{'))) as ShownBody;
