import type { Browser, Page } from 'playwright-core';
import { PROVIDERS } from '../../src/providers/registry';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { openChromium } from './chromium';
import { openedExplorer, type Explorer } from './explorer';
import { visit, type Visit, type VisitStart } from './visit';

const PLACE = '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU';
const MESSAGE = `${PLACE}/messages/BRGM-DEN2-01E4-BN66/metadata`;

let browser: Browser;
let gateway: TestGateway;
let visits: Visit[] = [];

beforeAll(async () => {
  [browser, gateway] = await Promise.all([openChromium(), startGateway()]);
});
afterEach(async () => {
  const errors = visits.flatMap((visit) => visit.errors);
  await Promise.all(visits.map((visit) => visit.close()));
  visits = [];
  expect(errors).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

async function openConsole(start?: VisitStart, url = gateway.url): Promise<Page> {
  const opened = await visit(browser, `${url}/console`, start);
  visits.push(opened);
  return opened.page;
}

describe('live quotas', () => {
  it('are shown for every connection that the key may use', async () => {
    const page = await openConsole();
    for (const { name } of PROVIDERS) {
      const connection = `${name}-sandbox`;
      const { body } = await gateway.call('GET', `/v1/connections/${connection}/quotas`);
      const { quotas } = body as { quotas: { name: string }[] };
      const rows = page.locator(`[data-connection="${connection}"] [data-quota] [data-field=name]`);
      await rows.first().waitFor();
      expect(await rows.allInnerTexts()).toEqual(quotas.map((quota) => quota.name));
    }
  });

  it('change when calls use tokens, and are plotted', async () => {
    const page = await openConsole();
    const row = page.locator('[data-quota="direct-message"]');
    await row.locator('[data-field=free]', { hasText: /^6,000$/ }).waitFor();
    await gateway.call('PUT', `${MESSAGE}/type`, { body: { value: '3' } });
    await gateway.call('PUT', `${MESSAGE}/type`, { body: { value: '4' } });
    await row.locator('[data-field=resting]', { hasText: /^2$/ }).waitFor();
    expect(await row.locator('[data-field=free]').innerText()).toBe('5,998');
    expect(await row.locator('[data-field=worst]').innerText()).toBe('2');
    await row.getByRole('button', { name: 'direct-message' }).click();
    const card = page.locator('[data-connection="nexconn-sandbox"]');
    const plot = card.locator('[data-field=chart]');
    await page.locator('[data-field=chartRate]', { hasText: '6,000 per minute' }).waitFor();
    expect(await plot.getAttribute('aria-label')).toContain(
      'at most 2 of 6,000 tokens in flight or resting',
    );
    expect(await plot.locator('canvas').evaluate(HAS_PIXELS)).toBe(true);
    const client = card.locator('[data-client]');
    await client.locator('[data-label=Tokens]', { hasText: /^4$/ }).waitFor();
    expect(await client.locator('th').innerText()).toBe('sandbox');
  });

  it('tell leased tokens apart from those of calls', async () => {
    const page = await openConsole();
    const row = page.locator('[data-quota="open-channel.remove"]');
    await row.locator('[data-field=free]', { hasText: /^100$/ }).waitFor();
    expect(await row.locator('.leased-count').isVisible()).toBe(false);
    const { body } = await gateway.call('POST', '/v1/connections/nexconn-sandbox/leases', {
      body: { draws: [{ quota: 'open-channel.remove', tokens: 40 }], holdMs: 30_000 },
      headers: { Prefer: 'wait=5' },
    });
    await row.locator('[data-field=leased]', { hasText: /^40$/ }).waitFor();
    expect(await row.locator('[data-field=inFlight]').innerText()).toBe('0');
    expect(await row.locator('[data-field=free]').innerText()).toBe('60');
    await row.getByRole('button', { name: 'open-channel.remove' }).click();
    const card = page.locator('[data-connection="nexconn-sandbox"]');
    await card.locator('[data-field=chartLeased]', { hasText: /^40$/ }).waitFor();
    const { lease } = body as { lease: string };
    await gateway.call('DELETE', `/v1/connections/nexconn-sandbox/leases/${lease}?outcome=unsent`);
    await row.locator('[data-field=free]', { hasText: /^100$/ }).waitFor();
    expect(await row.locator('.leased-count').isVisible()).toBe(false);
  });

  it('show a cooldown and the vendor code of its cause', async () => {
    const page = await openConsole();
    const card = page.locator('[data-connection="nexconn-sandbox"]');
    await gateway.sandboxes.nexconn.faults({
      route: '/v4/channel-type/message/metadata/list',
      kind: 'throttle',
      times: 3, // each cooldown is longer than the last, so a late page shows one too
    });
    const { status } = await gateway.call('GET', MESSAGE, { headers: { Prefer: 'wait=5' } });
    expect([200, 429]).toContain(status);
    await card.locator('[data-field=state]', { hasText: 'cooldown' }).waitFor();
    await page.locator('#alerts', { hasText: 'nexconn-sandbox' }).waitFor({ state: 'attached' });
    expect(await card.locator('[data-field=failed]').innerText()).toContain('1008');
    await card.locator('[data-field=facts]', { hasText: 'in use' }).waitFor();
    await page.locator('#alerts:empty').waitFor({ state: 'attached' });
    await gateway.sandboxes.nexconn.reset();
  });

  it('include the last minutes for a page that opens later', async () => {
    await gateway.call('PUT', `${MESSAGE}/type`, { body: { value: '5' } });
    const seen = '[data-quota="direct-message"]:not(.idle)';
    await (await openConsole()).locator(seen).waitFor();
    await (await openConsole()).locator(seen).waitFor();
  });

  it('are not requested while the page is hidden', async () => {
    const page = await openConsole();
    await page.locator('[data-quota]').first().waitFor();
    await setVisibility(page, 'hidden');
    const shown = await page.locator('#live-state').innerText();
    let requests = 0;
    page.on('request', () => (requests += 1));
    await page.waitForTimeout(2_500);
    expect(requests).toBe(0);
    expect(await page.locator('#live-state').innerText()).toBe(shown);
    const reconnect = page.waitForRequest('**/v1/events*');
    await setVisibility(page, 'visible');
    expect((await reconnect).headers()['last-event-id']).toMatch(/^\d+$/);
  });

  it('show that they are not live when the gateway stops', async () => {
    const own = await startGateway();
    const page = await openConsole({}, own.url);
    await page.locator('#live-state', { hasText: 'Live' }).waitFor();
    await own.close();
    await page.locator('#notice', { hasText: 'The gateway does not answer' }).waitFor();
    expect(await page.locator('#live-state').innerText()).toBe('Not live');
    visits = visits.filter((visit) => visit.page !== page); // the browser logs the lost connection
    await page.context().close();
  });

  it('need a valid key, and report an invalid one', async () => {
    const page = await openConsole();
    await page.getByLabel('API key').fill('a wrong key');
    await page.getByRole('button', { name: 'Use' }).click();
    await page.locator('#notice', { hasText: 'Credentials are missing or wrong' }).waitFor();
    await page.getByLabel('API key').fill('sandbox-key');
    await page.getByRole('button', { name: 'Use' }).click();
    await page.locator('#notice:empty').waitFor({ state: 'attached' });
  });
});

describe('the request explorer', () => {
  let opened: Visit;
  let page: Page;
  let explorer: Explorer;

  beforeAll(async () => {
    opened = await visit(browser, `${gateway.url}/console`);
    page = opened.page;
    explorer = await openedExplorer(page);
  });
  beforeEach(async () => {
    await gateway.sandboxes.nexconn.reset();
    await explorer.choose('Nexconn direct message', 'tjw3zbMrU');
  });
  afterAll(async () => {
    await opened.close();
    expect(opened.errors).toEqual([]);
  });

  it('explains a call without sending it', async () => {
    await explorer.dryRun();
    const step = await page.locator('#steps li pre').innerText();
    expect(step).toContain('POST');
    expect(step).toContain('Signature: ***');
    expect(gateway.sandboxes.nexconn.exchanges).toEqual([]);
  });

  it('sends the call that it shows', async () => {
    await page.getByLabel('Value', { exact: true }).fill('from the console');
    expect(await page.locator('#call').innerText()).toContain(`PUT ${MESSAGE}/type`);
    await explorer.send();
    await explorer.status(200);
    const [sent] = gateway.sandboxes.nexconn.exchanges;
    expect(sent?.request.body).toContain('from the console');
    expect(await page.locator('#steps li pre').innerText()).toContain(sent?.request.body);
    expect(await page.locator('#reply').innerText()).toContain('message-metadata.set;t=1');
  });

  it('has a working example of every target', async () => {
    const examples = await page.locator('#example option').allInnerTexts();
    const targets = PROVIDERS.flatMap(({ sandboxExamples }) => sandboxExamples.targets);
    expect(examples).toEqual(targets.map(({ title }) => title));
    for (const { title, channelId } of targets) {
      await explorer.choose(title, channelId);
      await explorer.send();
      await explorer.status(200);
    }
  });

  it.each([
    ['change', 200],
    ['get', 200],
    ['delete', 204],
  ])('can %s counters', async (verb, status) => {
    await explorer.choose('Sendbird group channel', 'sendbird_group_channel_1');
    await page.locator('#resource').selectOption('counters');
    await page.locator('#verb').selectOption(verb);
    await explorer.send();
    await explorer.status(status);
  });

  it.each([
    ['add-values', 'POST'],
    ['remove-values', 'DELETE'],
  ])('can %s', async (verb, method) => {
    await explorer.choose('Sendbird group channel', 'sendbird_group_channel_1');
    await page.locator('#verb').selectOption(verb);
    expect(await page.locator('#call').innerText()).toMatch(
      new RegExp(`^${method} .*/metadata/places/values`),
    );
    await explorer.send();
    await explorer.status(200);
  });

  it('can change the values of several keys', async () => {
    await explorer.choose('Sendbird group channel', 'sendbird_group_channel_1');
    await page.locator('#verb').selectOption('change-values');
    await page.locator('[name="list"]').first().selectOption('remove');
    expect(await page.locator('#call').innerText()).toMatch(
      /^PATCH .*\/metadata\/values\n(.*\n)+.*"remove": \[/,
    );
    await page.locator('[name="key"]').nth(1).fill('other');
    await explorer.send();
    await explorer.status(200);
  });

  it('writes only existing or only missing keys', async () => {
    await explorer.choose('Sendbird open channel', 'sendbird_open_channel_1');
    await page.getByLabel('write only keys that exist').check();
    expect(await page.locator('#call').innerText()).toContain('"upsert": false');
    await page.getByLabel('write only keys that exist').uncheck();
    await page.getByLabel('write only a key that is missing').check();
    expect(await page.locator('#call').innerText()).toContain('If-None-Match: *');
    await page.getByLabel('write only a key that is missing').uncheck();
  });

  it('adds several values to one key', async () => {
    await explorer.choose('Sendbird open channel', 'sendbird_open_channel_1');
    await page.getByRole('button', { name: 'Add a row' }).click();
    await page.getByLabel('Value', { exact: true }).last().fill('large');
    await explorer.send();
    await explorer.status(200);
    expect(await page.locator('#call').innerText()).toMatch(/"values": \[\s+"small",\s+"large"/);
  });

  it('deletes all keys only if that is selected', async () => {
    await page.locator('#verb').selectOption('delete');
    await page.getByLabel('all keys').check();
    await page.locator('#options').fill('');
    expect(await page.locator('#call').innerText()).toBe(`DELETE ${MESSAGE}?all=true`);
    await explorer.send();
    await explorer.status(204);
    await page.getByLabel('all keys').uncheck();
    expect(await page.locator('#call').innerText()).toBe(`DELETE ${MESSAGE}/type`);
  });

  it('disables verbs and resources that the vendor does not support', async () => {
    const option = page.locator('#verb option[value="add-values"]');
    expect(await option.isDisabled()).toBe(true);
    expect(await page.locator('#resource option[value="counters"]').isDisabled()).toBe(true);
  });

  it('shows a problem as sentences', async () => {
    await page.getByLabel('Key', { exact: true }).fill('no such key!');
    await explorer.send();
    await explorer.status(422);
    const problem = await page.locator('#reply .problem').innerText();
    expect(problem).toContain('exceeds a limit of the vendor.');
    expect(problem).toContain('may contain only letters, digits and + = - _');
    expect(problem).toContain('The vendor changed nothing.');
  });
});

describe('a gateway with a configuration', () => {
  it('provides no key, and the console never shows the one in use', async () => {
    const own = await startGateway({ settings: { sandbox: false } });
    try {
      const page = await openConsole({}, own.url);
      expect(await page.getByLabel('API key').inputValue()).toBe('');
      await page.getByLabel('API key').fill('sandbox-key');
      await page.getByRole('button', { name: 'Use' }).click();
      await page.getByLabel('Channel id', { exact: true }).fill('channel-1');
      await page.locator('#curl', { hasText: 'channel-1' }).waitFor();
      expect(await page.locator('#curl').innerText()).toContain('Bearer $API_KEY');
      expect(await page.locator('body').innerText()).not.toContain('sandbox-key');
    } finally {
      await own.close();
    }
  });
});

describe('the parser of server-sent events', () => {
  it('reads the same events wherever the stream is split', async () => {
    const page = await openConsole();
    expect(await page.evaluate(READ_SPLIT_STREAM)).toEqual([
      { event: 'sample', data: 'ä\nb', id: '1' },
      { event: 'message', data: '', id: '1' },
      { event: 'message', data: ' two', id: '3' },
    ]);
  });
});

describe('accessible names', () => {
  it('exist for every control and table', async () => {
    const page = await openConsole();
    await openedExplorer(page);
    await page.locator('[data-quota]').first().waitFor();
    expect(await page.evaluate(UNNAMED_CONTROLS)).toEqual([]);
    expect(await page.locator('table:not(:has(caption:not(:empty)))').count()).toBe(0);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main, header, nav').count()).toBeGreaterThanOrEqual(3);
  });
});

const setVisibility = (page: Page, state: 'visible' | 'hidden'): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);

/** Whether a canvas has any visible pixel. */
const HAS_PIXELS = (canvas: object): boolean => {
  const drawn = canvas as Canvas;
  const { data } = drawn.getContext('2d').getImageData(0, 0, drawn.width, drawn.height);
  return data.some((byte) => byte > 0);
};
/** The used part of the browser's type; the tests are compiled without the DOM types. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  };
}

/** Splits a stream at every byte. Returns the events, or the first split that gives different ones. */
const READ_SPLIT_STREAM = `(async () => {
  const { readEvents } = await import('/console/live/server-sent-events.js');
  const bytes = new TextEncoder().encode(
    '\\uFEFF:comment\\nretry: 10\\n\\nid: 1\\r\\nevent: sample\\r\\ndata: ä\\r\\ndata:b\\r\\n\\r\\n' +
    'data\\r\\rid: 3\\ndata:  two\\n\\nevent: none\\n\\ndata: unfinished');
  let first;
  for (let split = 0; split <= bytes.length; split += 1) {
    const events = [];
    const pieces = (async function* () { yield bytes.slice(0, split); yield bytes.slice(split); })();
    for await (const { event, data, id } of readEvents(pieces)) events.push({ event, data, id });
    first ??= events;
    if (JSON.stringify(events) !== JSON.stringify(first)) return { split, events };
  }
  return first;
})()`;

/** Controls without a name for screen readers. */
const UNNAMED_CONTROLS = `[...document.querySelectorAll('input, select, textarea, button')]
  .filter((control) => ![...(control.labels ?? [])].some((label) => label.textContent.trim()))
  .filter((control) => control.tagName !== 'BUTTON' || !control.textContent.trim())
  .filter((control) => !control.ariaLabel)
  .map((control) => control.outerHTML)`;
