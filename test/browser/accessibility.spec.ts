/** The console in narrow and wide, light and dark pages, with reduced motion and forced colours, in every state. */
import type { Browser, Page } from 'playwright-core';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { accessibilityViolations } from './accessibility';
import { openChromium } from './chromium';
import { openedExplorer } from './explorer';
import { changeTo, visit, type Visit, type VisitStart } from './visit';

const PLACE = '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU';
const MESSAGE = `${PLACE}/messages/BRGM-DEN2-01E4-BN66/metadata`;
const LIST = '/v4/channel-type/message/metadata/list';

const VARIANTS: readonly VisitStart[] = [
  { width: 380, colorScheme: 'light' },
  { width: 380, colorScheme: 'dark' },
  { width: 1_600, colorScheme: 'light', systemSetting: 'reduced motion' },
  { width: 1_600, colorScheme: 'dark' },
  { width: 1_280, systemSetting: 'forced colours' },
];

/** Gateway, sandboxes and test share one process, whose event loop is therefore late. */
const LENIENT_LIMITS = {
  maxReplicas: 1,
  maxWaitMs: 10_000,
  defaultWaitMs: 5_000,
  maxLeases: 100,
  maxWaiting: 5_000,
  maxCalls: 10_000,
  maxLagMs: 60_000,
};

let browser: Browser;
let gateway: TestGateway;
let opened: Visit;

beforeAll(async () => {
  browser = await openChromium();
});
beforeEach(async () => {
  gateway = await startGateway({ settings: { limits: LENIENT_LIMITS } });
});
afterEach(() => gateway.close());
afterAll(() => browser.close());

async function openConsole(start?: VisitStart): Promise<Page> {
  opened = await visit(browser, `${gateway.url}/console`, start);
  return opened.page;
}

async function close(): Promise<void> {
  await opened.close();
  expect(opened.errors).toEqual([]);
}

interface State {
  readonly name: string;
  /** Puts the gateway into this state. */
  readonly arrange?: () => Promise<unknown>;
  /** Resolves when the page shows the state. */
  readonly shown: (page: Page) => Promise<unknown>;
}

const read = (headers: Record<string, string> = { Prefer: 'wait=0' }) =>
  gateway.call('GET', MESSAGE, { headers });
const cardOf = (page: Page) => page.locator('[data-connection="nexconn-sandbox"]');
const showsStatus = (text: RegExp) => (page: Page) =>
  cardOf(page).locator('[data-field=state]', { hasText: text }).waitFor();

const STATES: readonly State[] = [
  { name: 'an idle connection', shown: showsStatus(/idle/) },
  {
    name: 'vendor calls and waiting callers',
    arrange: () => {
      const keys = Array.from({ length: 80 }, (_, index) => `key${index}`);
      const place = '/v1/connections/nexconn-sandbox/channels/group/group-001';
      const writes = keys.map((key) =>
        gateway.call('PUT', `${place}/messages/${key}/metadata/key`, {
          body: { value: '1' },
          headers: { Prefer: 'wait=10' },
        }),
      );
      return Promise.all(writes);
    },
    shown: (page) => page.locator('[data-quota="group-message"]:not(.idle)').waitFor(),
  },
  {
    name: 'a cooldown',
    arrange: async () => {
      await gateway.sandboxes.nexconn.faults({ route: LIST, kind: 'throttle', times: 20 });
      for (let call = 0; call < 4; call += 1) await read({ Prefer: 'wait=3' });
    },
    shown: (page) => cardOf(page).locator('[data-field=failed]', { hasText: '1008' }).waitFor(),
  },
  {
    name: 'an open circuit',
    arrange: async () => {
      await gateway.sandboxes.nexconn.faults({ route: LIST, kind: 'status', status: 503 });
      for (let call = 0; call < 30; call += 1) await read();
    },
    shown: showsStatus(/circuit open/),
  },
  {
    name: 'a problem in the explorer',
    shown: async (page) => {
      await page.locator('#rows [name=key]').fill('no such key!');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.locator('#reply .problem').waitFor();
    },
  },
  {
    name: 'a reply in the explorer',
    shown: async (page) => {
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.locator('#reply .chip').waitFor();
      expect(await page.locator('#reply').innerText()).toMatch(/^200/);
    },
  },
];

/** Each state is opened in another variant, and then changed to the others. */
const OPENED = STATES.map((state, index) => {
  const first = index % VARIANTS.length;
  return { ...state, variants: [...VARIANTS.slice(first), ...VARIANTS.slice(0, first)] };
});

it.each(OPENED)(
  'is accessible and fits its width with $name',
  async ({ arrange, shown, variants }) => {
    await arrange?.();
    const page = await openConsole(variants[0]);
    await openedExplorer(page);
    await shown(page);
    for (const variant of variants) {
      await changeTo(page, variant);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(variant.width);
      expect(await accessibilityViolations(page)).toEqual([]);
    }
    await close();
  },
  180_000,
);

it('uses distinct colours and borders with forced colours', async () => {
  const page = await openConsole({ systemSetting: 'forced colours' });
  await page.locator('[data-quota]').first().waitFor();
  const swatches = await page.evaluate<string[]>(`
    [...document.querySelector('.legend').children].slice(0, 3)
      .map((one) => getComputedStyle(one, '::before').backgroundColor)`);
  expect(new Set(swatches).size).toBe(3);
  const widthOf = (selector: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}')).borderLeftWidth`);
  const mark = await widthOf('tr.selected th');
  const other = await widthOf('tr:not(.selected) th[scope=row]');
  expect([mark, other]).toEqual(['4px', '0px']);
  await close();
});

it('has no animations or transitions with reduced motion', async () => {
  const page = await openConsole({ systemSetting: 'reduced motion' });
  await page.locator('[data-quota]').first().waitFor();
  expect(await page.evaluate('getComputedStyle(document.documentElement).scrollBehavior')).toBe(
    'auto',
  );
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  const moving = await page.evaluate<string[]>(`[...document.querySelectorAll('*')]
    .filter((one) => getComputedStyle(one).transitionDuration !== '0s' || getComputedStyle(one).animationName !== 'none')
    .map((one) => one.outerHTML.slice(0, 80))`);
  expect(moving).toEqual([]);
  await close();
});
