import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Browser, Locator } from 'playwright-core';
import { PROVIDERS } from '../../src/providers/registry';
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

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type: string;
}

/** The titles of an operation's example places, as its lists offer them; none where it has no list. */
const titlesOf = (block: Locator): Promise<string[]> =>
  block.locator('tr[data-param-name="connection"] .examples-select option').allInnerTexts();

/** Turns every list of an operation, and its kind of channel, to one place. */
async function choose(block: Locator, title: string): Promise<void> {
  const places = PROVIDERS.flatMap(({ sandboxExamples }) => sandboxExamples.targets);
  const { channelType = '' } = places.find((place) => place.title === title) ?? {};
  const kinds = block.locator('tr[data-param-name="channelType"] select');
  if ((await kinds.count()) > 0) await kinds.selectOption(channelType);
  // problems have lists, too, and those are not of places
  const lists = block.locator('.opblock-section .examples-select select');
  for (let index = 0; index < (await lists.count()); index += 1)
    await lists.nth(index).selectOption({ label: title });
}

/** Executes an opened operation as it is filled in: what it answered. */
async function execute(block: Locator): Promise<Reply> {
  const answered = docs.page.waitForResponse((response) => !response.url().includes('/docs'));
  await block.locator('.btn.execute').click();
  const response = await answered;
  const body = response.status() === 204 ? '' : await response.text();
  return { status: response.status(), body, type: response.headers()['content-type'] ?? '' };
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

it('executes every example of every operation, and the reply is as documented', async () => {
  const faultsOf = await replyCheck();
  const faults: string[] = [];
  let executed = 0;
  for (const { index, method, path } of await shownOperations()) {
    const block = blocks.nth(index);
    const summary = block.locator('.opblock-summary-control');
    await summary.dispatchEvent('click');
    await block.locator('.btn.execute').waitFor();
    const titles = await titlesOf(block);
    for (const title of titles.length > 0 ? titles : ['as filled in']) {
      if (titles.length > 0) await choose(block, title);
      const found = faultsOf(method, path, await execute(block));
      faults.push(...found.map((fault) => `${method} ${path}, ${title}: ${fault}`));
      executed += 1;
    }
    await summary.dispatchEvent('click');
  }
  expect(faults).toEqual([]);
  expect(executed).toBeGreaterThan(60);
  expect(docs.complaints).toEqual([]);
}, 600_000);

/** What of a reply is not as the document says; a success is what every example documents. */
async function replyCheck() {
  const document = (await gateway.call('GET', '/docs-json')).body as object;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'gateway');
  const escaped = (part: string) =>
    encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
  return (method: string, path: string, { status, body, type }: Reply): string[] => {
    if (status < 200 || status > 299) return [`answered ${status} ${body}`];
    if (!type.startsWith('application/json')) return [];
    const parts = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content'];
    const at = [...parts, 'application/json', 'schema'].map(escaped).join('/');
    const validate = ajv.getSchema(`gateway#/${at}`);
    if (validate === undefined) return [`${status} is not documented`];
    return validate(JSON.parse(body)) ? [] : [ajv.errorsText(validate.errors)];
  };
}

/** The page breaks long paths with invisible marks; the attribute has them whole. */
const PATHS = (elements: readonly { getAttribute(name: string): string | null }[]): string[] =>
  elements.map((element) => element.getAttribute('data-path') ?? '');
