/** The console by keyboard alone. */
import type { Browser, Locator, Page } from 'playwright-core';
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
  opened = await visit(browser, `${gateway.url}/console`, { systemSetting: 'reduced motion' });
  page = opened.page;
  await page.evaluate(DEFINE_NAMES);
  await page.locator('[data-quota]').first().waitFor();
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

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const focused = (): Promise<string> => page.evaluate('nameOf(document.activeElement)');
const hasFocus = (what: Locator): Promise<boolean> =>
  what.evaluate(
    (element: object) => element === (globalThis as unknown as Window).document.activeElement,
  );
/** The used part of the browser's type; the tests are compiled without the DOM types. */
interface Window {
  readonly document: { readonly activeElement: object | null };
}

it('reaches every control in page order, with a visible focus, in both directions', async () => {
  await page.getByRole('button', { name: 'Dry run' }).focus();
  await press('Enter');
  await page.locator('#steps li pre').waitFor();
  const controls = await page.evaluate<string[]>(`${DEFINE_NAMES}; [...all].map(nameOf)`);
  expect(controls.length).toBeGreaterThan(40);
  await page.locator('.skip').focus();
  const forwards = [await page.evaluate<Focus>(FOCUS)];
  while (forwards.length < controls.length) {
    await press('Tab');
    forwards.push(await page.evaluate<Focus>(FOCUS));
  }
  expect(forwards.map(({ name }) => name)).toEqual(controls);
  expect(forwards.filter(({ isShown }) => !isShown)).toEqual([]);
  expect(forwards.filter(({ isInView }) => !isInView)).toEqual([]);

  const backwards: string[] = [await focused()];
  for (let step = 1; step < controls.length; step += 1) {
    await press('Shift+Tab');
    backwards.push(await focused());
  }
  expect(backwards.reverse()).toEqual(controls);
}, 120_000);

it('skips the header and follows its links to the sections', async () => {
  await press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
  await press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('content');
  await page.getByRole('link', { name: 'Explorer' }).focus();
  await press('Enter', 'Tab');
  expect(await page.evaluate(`document.activeElement.closest('section').id`)).toBe('explorer');
});

it('selects the quota of the chart by Enter and Space on its row', async () => {
  const card = page.locator('[data-connection="nexconn-sandbox"]');
  for (const [name, key] of [
    ['group-message', 'Enter'],
    ['open-channel.get', 'Space'],
  ] as const) {
    const row = card.getByRole('button', { name, exact: true });
    await row.focus();
    await press(key);
    expect(await row.getAttribute('aria-pressed')).toBe('true');
    expect(await card.locator('[data-field=chartName]').innerText()).toBe(name);
    expect(await hasFocus(row)).toBe(true);
  }
  expect(await card.locator('[aria-pressed=true]').count()).toBe(1);
});

it('reads every sample of a plot by arrow keys, Home, End and Escape', async () => {
  await page.waitForTimeout(3_000); // some samples
  const card = page.locator('[data-connection="nexconn-sandbox"]');
  const time = card.locator('[data-field=chartTime]');
  const plot = card.getByRole('slider');
  await plot.focus();
  expect(await time.innerText()).toBe('now');
  await press('Home');
  const first = await time.innerText();
  expect(first).toMatch(/^\d\d:\d\d:\d\d$/);
  expect(await plot.getAttribute('aria-valuetext')).toMatch(
    new RegExp(`^${first}: \\d+ in flight, \\d+ resting, \\d+ free, \\d+ waiting$`),
  );
  await press('End', 'ArrowLeft');
  const before = await time.innerText();
  expect(before > first).toBe(true);
  await press('ArrowRight');
  expect((await time.innerText()) > before).toBe(true);
  await press('Escape');
  expect(await time.innerText()).toBe('now');
  await press('Home', 'Tab');
  expect(await time.innerText()).toBe('now');
});

it('makes a call: selects by arrow keys, checkboxes by Space, rows and buttons by Enter', async () => {
  await page.locator('#example').focus();
  await press('ArrowDown');
  await page.locator('#call', { hasText: '/group-001/' }).waitFor();
  await press('ArrowUp');
  await page.locator('#call', { hasText: '/tjw3zbMrU/' }).waitFor();

  await page.locator('#add-row').focus();
  await press('Enter');
  expect(await focused()).toBe('key');
  await page.keyboard.type('typed');
  await press('Tab');
  await page.keyboard.type('by hand');
  expect(await page.locator('#call').innerText()).toContain('"by hand"');
  await press('Tab', 'Enter'); // removes the row: the focus moves to the remaining one
  expect(await focused()).toBe('key');
  expect(await page.locator('#rows li').count()).toBe(1);
  await press('Tab', 'Tab', 'Enter');
  expect(await focused()).toBe('add-row');

  await press('Enter');
  await page.keyboard.type('type');
  await press('Tab');
  await page.keyboard.type('3');
  await gateway.sandboxes.nexconn.reset();
  await press('Enter'); // Enter in a field starts a dry run
  await page.locator('#progress', { hasText: 'nothing was sent' }).waitFor();
  expect(gateway.sandboxes.nexconn.exchanges).toEqual([]);

  await page.locator('#strict').focus();
  await press('Space');
  expect(await page.locator('#call').innerText()).toContain('handling=strict');
  await page.getByRole('button', { name: 'Send', exact: true }).focus();
  await press('Enter');
  await explorer.status(200);
  expect(await page.locator('#progress').innerText()).toBe('Reply received.');

  await page.locator('#copy').focus();
  await press('Space');
  await page.locator('#copy', { hasText: /Copied|Selected/ }).waitFor();
  expect(await hasFocus(page.locator('#copy'))).toBe(true);
});

it('uses the entered API key on Enter', async () => {
  await page.getByLabel('API key').focus();
  await press('Control+A');
  await page.keyboard.type('a wrong key');
  await press('Enter');
  await page.locator('#notice', { hasText: 'Credentials are missing or wrong' }).waitFor();
});

interface Focus {
  readonly name: string;
  /** Whether it has a visible outline. */
  readonly isShown: boolean;
  readonly isInView: boolean;
}

/** Defines `all`, the controls of the page, and `nameOf`, their names in this test. */
const DEFINE_NAMES = `
  globalThis.all = [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]')]
    .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  globalThis.nameOf = (one) => one.id || one.name || one.ariaLabel?.replace(/:.*| over .*/, '') || one.textContent.trim().slice(0, 30);`;

const FOCUS = `(() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
  const { top, bottom, width, height } = one.getBoundingClientRect();
  return {
    name: nameOf(one),
    isShown: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && outlineColor !== 'rgba(0, 0, 0, 0)',
    isInView: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
  };
})()`;
