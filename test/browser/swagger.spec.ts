import type { Browser, Locator } from 'playwright-core';
import { startGateway, type TestGateway } from '../support/gateway';
import { openChromium } from './chromium';
import { visit, type Visit } from './visit';

let browser: Browser;
let gateway: TestGateway;
let docs: Visit;
let blocks: Locator;

beforeAll(async () => {
  [browser, gateway] = await Promise.all([openChromium(), startGateway()]);
  docs = await visit(browser, `${gateway.url}/docs`);
  blocks = docs.page.locator('.opblock');
  await blocks.first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

/** What is read or deleted must be there: everything is written before. */
const ORDER = ['PUT', 'PATCH', 'POST', 'GET', 'DELETE'];

interface Shown {
  /** Of its block in the page. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
}

async function shownOperations(): Promise<Shown[]> {
  const methods = await blocks.locator('.opblock-summary-method').allInnerTexts();
  const paths = await blocks.locator('.opblock-summary-path').evaluateAll(PATHS);
  return methods
    .map((method, index) => ({ index, method, path: paths[index] ?? '' }))
    .sort((one, other) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method));
}

/** Opens an operation, executes it as it is filled in, and closes it: what it answered. */
async function execute(block: Locator): Promise<string> {
  const summary = block.locator('.opblock-summary-control');
  await summary.dispatchEvent('click');
  await block.locator('.btn.execute').click();
  const status = block.locator('.live-responses-table tbody .response-col_status').first();
  const text = await status.innerText({ timeout: 5_000 });
  await summary.dispatchEvent('click');
  return text.split('\n')[0] ?? '';
}

it('has the sandbox key filled in', async () => {
  const { page } = docs;
  await page.getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.modal-ux-content');
  expect(await dialog.innerText()).toContain('Authorized');
  await dialog.locator('.close-modal, .btn-done').first().click();
});

it('shows every operation of the document', async () => {
  const { body } = await gateway.call('GET', '/docs-json');
  const { paths } = body as { paths: Record<string, Record<string, unknown>> };
  const documented = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const shown = (await shownOperations()).map(({ method, path }) => `${method} ${path}`);
  expect(shown.sort()).toEqual(documented.sort());
});

it('executes every operation just as it is filled in', async () => {
  const answers = [];
  for (const { index, method, path } of await shownOperations())
    answers.push(`${await execute(blocks.nth(index))} ${method} ${path}`);
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((answer) => !answer.startsWith('2'))).toEqual([]);
  expect(docs.complaints).toEqual([]);
}, 240_000);

/** The page breaks long paths with invisible marks; the attribute has them whole. */
const PATHS = (elements: readonly { getAttribute(name: string): string | null }[]): string[] =>
  elements.map((element) => element.getAttribute('data-path') ?? '');
