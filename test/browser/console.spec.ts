import type { Browser, Page } from 'playwright-core';
import { PROVIDERS } from '../../src/providers/registry';
import { startGateway, type TestGateway } from '../support/gateway';
import { openChromium } from './chromium';
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

type Explorer = Awaited<ReturnType<typeof explorerOf>>;

/** The explorer, once the form says a call at this place. */
async function explorerOf(page: Page, channelId = 'tjw3zbMrU') {
  await page.locator('#call', { hasText: `/${channelId}/` }).waitFor();
  return {
    choose: async (title: string, itsChannelId: string) => {
      await page.locator('#example').selectOption({ label: title });
      await page.locator('#call', { hasText: `/${itsChannelId}/` }).waitFor();
    },
    dryRun: () => page.getByRole('button', { name: 'Dry run' }).click(),
    send: () => page.getByRole('button', { name: 'Send' }).click(),
    status: (code: number) => page.locator('#reply .chip', { hasText: String(code) }).waitFor(),
  };
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

  it('change while calls spend tokens', async () => {
    const page = await openConsole();
    const row = page.locator('[data-quota="direct-message"]');
    await row.locator('[data-field=free]', { hasText: /^6,000$/ }).waitFor();
    await gateway.call('PUT', `${MESSAGE}/type`, { body: { value: '3' } });
    await gateway.call('PUT', `${MESSAGE}/type`, { body: { value: '4' } });
    await row.locator('[data-field=resting]', { hasText: /^2$/ }).waitFor();
    expect(await row.locator('[data-field=free]').innerText()).toBe('5,998');
    expect(await row.locator('[data-field=worst]').innerText()).toBe('2');
  });

  it('are not asked for while nobody looks', async () => {
    const page = await openConsole();
    await page.locator('[data-quota]').first().waitFor();
    await look(page, 'hidden');
    let asked = 0;
    page.on('request', () => (asked += 1));
    await page.waitForTimeout(1_500);
    expect(asked).toBe(0);
    const again = page.waitForRequest('**/quotas');
    await look(page, 'visible');
    await again;
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
    const places = PROVIDERS.flatMap(({ demonstration }) => demonstration.places);
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
    expect(problem).toContain('may hold letters, digits and + = - _ only');
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

describe('for everybody', () => {
  it.each([
    [380, 'light'],
    [380, 'dark'],
    [1_600, 'light'],
  ] as const)('fits %i px (%s)', async (width, colorScheme) => {
    const page = await openConsole({ width, colorScheme });
    const explorer = await explorerOf(page);
    await explorer.send();
    await explorer.status(200);
    await page.locator('[data-quota]').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('has a name for every control and a caption for every table', async () => {
    const page = await openConsole();
    await explorerOf(page);
    await page.locator('[data-quota]').first().waitFor();
    expect(await page.evaluate(NAMELESS)).toEqual([]);
    expect(await page.locator('table:not(:has(caption:not(:empty)))').count()).toBe(0);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main, header, nav').count()).toBeGreaterThanOrEqual(3);
  });

  it('begins with a way past the head, by keyboard', async () => {
    const page = await openConsole();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });
});

const look = (page: Page, state: 'visible' | 'hidden'): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);

/** Controls that a screen reader could only call "edit" or "button". */
const NAMELESS = `[...document.querySelectorAll('input, select, textarea, button')]
  .filter((control) => ![...(control.labels ?? [])].some((label) => label.textContent.trim()))
  .filter((control) => control.tagName !== 'BUTTON' || !control.textContent.trim())
  .filter((control) => !control.ariaLabel)
  .map((control) => control.outerHTML)`;
