import type { Browser, Locator } from 'playwright-core';
import { PROVIDERS } from '../../src/providers/registry';
import {
  createReplyCheck,
  writesFirst,
  type ApiDocument,
  type DocumentedReply,
} from '../support/documents/api-document';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
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

interface ShownOperation {
  readonly method: string;
  readonly path: string;
  readonly block: Locator;
}

async function shownOperations(): Promise<ShownOperation[]> {
  const methods = await blocks.locator('.opblock-summary-method').allInnerTexts();
  const paths = await blocks.locator('.opblock-summary-path').evaluateAll(PATHS);
  return methods
    .map((method, index) => ({ method, path: paths[index] ?? '', block: blocks.nth(index) }))
    .sort(writesFirst);
}

/** The titles of an operation's example targets; empty if it has no list of examples. */
const titlesOf = (block: Locator): Promise<string[]> =>
  block.locator('tr[data-param-name="connection"] .examples-select option').allInnerTexts();

/** Selects an example target, with its channel type, in every list of an operation. */
async function selectExample(block: Locator, title: string): Promise<void> {
  const targets = PROVIDERS.flatMap(({ sandboxExamples }) => sandboxExamples.targets);
  const { channelType = '' } = targets.find((target) => target.title === title) ?? {};
  const channelTypes = block.locator('tr[data-param-name="channelType"] select');
  if ((await channelTypes.count()) > 0) await channelTypes.selectOption(channelType);
  // the documented problems have lists of examples too, outside of these sections
  const lists = block.locator('.opblock-section .examples-select select');
  for (let index = 0; index < (await lists.count()); index += 1)
    await lists.nth(index).selectOption({ label: title });
}

/** Executes an opened operation with its current inputs. */
async function execute(block: Locator): Promise<DocumentedReply> {
  const responded = docs.page.waitForResponse((response) => !response.url().includes('/docs'));
  await block.locator('.btn.execute').dispatchEvent('click');
  const response = await responded;
  const body = response.status() === 204 ? '' : await response.text();
  return { status: response.status(), body, type: response.headers()['content-type'] ?? '' };
}

it('is authorized with the sandbox key', async () => {
  const { page } = docs;
  await page.getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.modal-ux-content');
  expect(await dialog.innerText()).toContain('Authorized');
  await dialog.locator('.close-modal, .btn-done').first().click();
});

it('shows every operation of the document', async () => {
  const documented = Object.entries((await readDocument()).paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const shown = (await shownOperations()).map(({ method, path }) => `${method} ${path}`);
  expect(shown.sort()).toEqual(documented.sort());
});

/** Targets whose ids have characters that a path must encode, for messages and for channels. */
const SPECIAL_TARGETS = ['Tencent group', 'Stream direct channel'] as const;

/** The example to execute: a test without a browser sends all of them. */
function titleFor(path: string, titles: readonly string[]): string | undefined {
  const special = SPECIAL_TARGETS[path.includes('/messages/') ? 0 : 1];
  return titles.includes(special) ? special : titles[0];
}

it('shows the documented replies of every operation, and gets one for its example', async () => {
  const findDeviations = createReplyCheck(await readDocument());
  const deviations: string[] = [];
  for (const { method, path, block } of await shownOperations()) {
    const summary = block.locator('.opblock-summary-control');
    await summary.dispatchEvent('click');
    await block.locator('.btn.execute').waitFor();
    await block.locator('.responses-table .response').first().waitFor();
    const title = titleFor(path, await titlesOf(block));
    if (title !== undefined) await selectExample(block, title);
    const found = findDeviations(method, path, await execute(block));
    deviations.push(...found.map((deviation) => `${method} ${path}: ${deviation}`));
    await summary.dispatchEvent('click');
  }
  expect(deviations).toEqual([]);
  expect(docs.errors).toEqual([]);
}, 240_000);

const readDocument = async () => (await gateway.call('GET', '/docs-json')).body as ApiDocument;

/** The page inserts invisible line-break hints into long paths; the attribute has the plain path. */
const PATHS = (elements: readonly { getAttribute(name: string): string | null }[]): string[] =>
  elements.map((element) => element.getAttribute('data-path') ?? '');
