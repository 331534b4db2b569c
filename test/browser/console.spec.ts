import type { Browser, Page } from 'playwright-core';
import { PROVIDERS } from '../../src/providers/registry';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { openChromium } from './chromium';
import { explorerOf, type Explorer } from './explorer-page';
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
  const complaints = visits.flatMap((one) => one.complaints);
  await Promise.all(visits.map((one) => one.close()));
  visits = [];
  expect(complaints).toEqual([]);
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

  it('change while calls spend tokens, and are drawn', async () => {
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
    const plot = card.locator('[data-field=focusPlot]');
    await page.locator('[data-field=focusRate]', { hasText: '6,000 per minute' }).waitFor();
    expect(await plot.getAttribute('aria-label')).toContain('at most 2 of 6,000 tokens in use');
    expect(await plot.locator('canvas').evaluate(INKED)).toBe(true);
  });

  it('tell what is in trouble and why, by the code of the vendor', async () => {
    const page = await openConsole();
    const card = page.locator('[data-connection="nexconn-sandbox"]');
    await gateway.sandboxes.nexconn.faults({
      route: '/v4/channel-type/message/metadata/list',
      kind: 'throttle',
      times: 3, // each pause is longer than the one before, and seen even where the page is late
    });
    const { status } = await gateway.call('GET', MESSAGE, { headers: { Prefer: 'wait=5' } });
    expect([200, 429]).toContain(status);
    await card.locator('[data-field=state]', { hasText: 'cooling down' }).waitFor();
    await page.locator('#alerts', { hasText: 'nexconn-sandbox' }).waitFor({ state: 'attached' });
    expect(await card.locator('[data-field=failed]').innerText()).toContain('1008');
    await card.locator('[data-field=facts]', { hasText: 'in use' }).waitFor();
    await page.locator('#alerts:empty').waitFor({ state: 'attached' });
    await gateway.sandboxes.nexconn.reset();
  });

  it('are remembered for who comes later', async () => {
    await gateway.call('PUT', `${MESSAGE}/type`, { body: { value: '5' } });
    const seen = '[data-quota="direct-message"]:not(.idle)';
    await (await openConsole()).locator(seen).waitFor();
    await (await openConsole()).locator(seen).waitFor();
  });

  it('are not asked for while nobody looks', async () => {
    const page = await openConsole();
    await page.locator('[data-quota]').first().waitFor();
    await look(page, 'hidden');
    const shown = await page.locator('#heartbeat').innerText();
    let asked = 0;
    page.on('request', () => (asked += 1));
    await page.waitForTimeout(2_500);
    expect(asked).toBe(0);
    expect(await page.locator('#heartbeat').innerText()).toBe(shown);
    const again = page.waitForRequest('**/v1/events*');
    await look(page, 'visible');
    expect((await again).headers()['last-event-id']).toMatch(/^\d+$/);
  });

  it('say that they are not live when the gateway is gone', async () => {
    const own = await startGateway();
    const page = await openConsole({}, own.url);
    await page.locator('#heartbeat', { hasText: 'Live' }).waitFor();
    await own.close();
    await page.locator('#notice', { hasText: 'The gateway does not answer' }).waitFor();
    expect(await page.locator('#heartbeat').innerText()).toBe('Not live');
    visits = visits.filter((visit) => visit.page !== page); // the browser complains of a lost connection
    await page.context().close();
  });

  it('need a key, and say so in words', async () => {
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
    explorer = await explorerOf(page);
  });
  beforeEach(async () => {
    await gateway.sandboxes.nexconn.reset();
    await explorer.choose('Nexconn direct message', 'tjw3zbMrU');
  });
  afterAll(async () => {
    await opened.close();
    expect(opened.complaints).toEqual([]);
  });

  it('explains a call without making it', async () => {
    await explorer.dryRun();
    const step = await page.locator('#steps li pre').innerText();
    expect(step).toContain('POST');
    expect(step).toContain('Signature: ***');
    expect(gateway.sandboxes.nexconn.exchanges).toEqual([]);
  });

  it('makes the call that it shows', async () => {
    await page.getByLabel('Value', { exact: true }).fill('from the console');
    expect(await page.locator('#call').innerText()).toContain(`PUT ${MESSAGE}/type`);
    await explorer.send();
    await explorer.status(200);
    const [sent] = gateway.sandboxes.nexconn.exchanges;
    expect(sent?.request.body).toContain('from the console');
    expect(await page.locator('#steps li pre').innerText()).toContain(sent?.request.body);
    expect(await page.locator('#reply').innerText()).toContain('message-metadata.set;t=1');
  });

  it('has an example of every place, and each of them works', async () => {
    const examples = await page.locator('#example option').allInnerTexts();
    const places = PROVIDERS.flatMap(({ sandboxExamples }) => sandboxExamples.targets);
    expect(examples).toEqual(places.map(({ title }) => title));
    for (const { title, channelId } of places) {
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

  it('gives several values to one key', async () => {
    await explorer.choose('Sendbird open channel', 'sendbird_open_channel_1');
    await page.getByRole('button', { name: 'Add a row' }).click();
    await page.getByLabel('Value', { exact: true }).last().fill('large');
    await explorer.send();
    await explorer.status(200);
    expect(await page.locator('#call').innerText()).toMatch(/"values": \[\s+"small",\s+"large"/);
  });

  it('deletes every key only where that is asked for', async () => {
    await page.locator('#verb').selectOption('delete');
    await page.getByLabel('every key').check();
    expect(await page.locator('#call').innerText()).toBe(`DELETE ${MESSAGE}?all=true`);
    await explorer.send();
    await explorer.status(204);
    await page.getByLabel('every key').uncheck();
    expect(await page.locator('#call').innerText()).toBe(`DELETE ${MESSAGE}/type`);
  });

  it('offers no verb that the vendor does not have', async () => {
    const option = page.locator('#verb option[value="add-values"]');
    expect(await option.isDisabled()).toBe(true);
    expect(await page.locator('#resource option[value="counters"]').isDisabled()).toBe(true);
  });

  it('says in words what is wrong', async () => {
    await page.getByLabel('Key', { exact: true }).fill('no such key!');
    await explorer.send();
    await explorer.status(422);
    const problem = await page.locator('#reply .problem').innerText();
    expect(problem).toContain('Over a limit of the vendor');
    expect(problem).toContain('may contain only letters, digits and + = - _');
    expect(problem).toContain('The vendor has changed nothing.');
  });
});

describe('a gateway of its own', () => {
  it('gives no key away, and the console never shows one', async () => {
    const own = await startGateway({ settings: { sandbox: false } });
    try {
      const page = await openConsole({}, own.url);
      expect(await page.getByLabel('API key').inputValue()).toBe('');
      await page.getByLabel('API key').fill('sandbox-key');
      await page.getByRole('button', { name: 'Use' }).click();
      await page.getByLabel('Channel id', { exact: true }).fill('somebody');
      await page.locator('#curl', { hasText: 'somebody' }).waitFor();
      expect(await page.locator('#curl').innerText()).toContain('Bearer $API_KEY');
      expect(await page.locator('body').innerText()).not.toContain('sandbox-key');
    } finally {
      await own.close();
    }
  });
});

describe('the reader of events', () => {
  it('makes the same of a stream however it is cut', async () => {
    const page = await openConsole();
    expect(await page.evaluate(READ_IN_PIECES)).toEqual([
      { event: 'sample', data: 'ä\nb', id: '1' },
      { event: 'message', data: '', id: '1' },
      { event: 'message', data: ' two', id: '3' },
    ]);
  });
});

describe('for everybody', () => {
  it('has a name for every control and a caption for every table', async () => {
    const page = await openConsole();
    await explorerOf(page);
    await page.locator('[data-quota]').first().waitFor();
    expect(await page.evaluate(NAMELESS)).toEqual([]);
    expect(await page.locator('table:not(:has(caption:not(:empty)))').count()).toBe(0);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main, header, nav').count()).toBeGreaterThanOrEqual(3);
  });
});

const look = (page: Page, state: 'visible' | 'hidden'): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);

/** Whether anything at all is drawn on a canvas. */
const INKED = (canvas: object): boolean => {
  const drawn = canvas as Canvas;
  const { data } = drawn.getContext('2d').getImageData(0, 0, drawn.width, drawn.height);
  return data.some((byte) => byte > 0);
};
/** As much of the browser's canvas as is used here; these tests are compiled without its types. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  };
}

/** Every way of cutting a stream in two; what they all read, or the first that differs. */
const READ_IN_PIECES = `(async () => {
  const { readEvents } = await import('/console/events.js');
  const bytes = new TextEncoder().encode(
    '\\uFEFF:beat\\nretry: 10\\n\\nid: 1\\r\\nevent: sample\\r\\ndata: ä\\r\\ndata:b\\r\\n\\r\\n' +
    'data\\r\\rid: 3\\ndata:  two\\n\\nevent: none\\n\\ndata: unfinished');
  let first;
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const events = [];
    const pieces = (async function* () { yield bytes.slice(0, cut); yield bytes.slice(cut); })();
    for await (const { event, data, id } of readEvents(pieces)) events.push({ event, data, id });
    first ??= events;
    if (JSON.stringify(events) !== JSON.stringify(first)) return { cut, events };
  }
  return first;
})()`;

/** Controls that a screen reader could only call "edit" or "button". */
const NAMELESS = `[...document.querySelectorAll('input, select, textarea, button')]
  .filter((control) => ![...(control.labels ?? [])].some((label) => label.textContent.trim()))
  .filter((control) => control.tagName !== 'BUTTON' || !control.textContent.trim())
  .filter((control) => !control.ariaLabel)
  .map((control) => control.outerHTML)`;
