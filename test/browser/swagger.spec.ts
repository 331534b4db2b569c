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

/** Writes come first, so that reads and deletions find their target. */
const METHOD_ORDER = ['PUT', 'PATCH', 'POST', 'GET', 'DELETE'];

interface ShownOperation {
  readonly method: string;
  readonly path: string;
}

async function shownOperations(): Promise<ShownOperation[]> {
  const methods = await blocks.locator('.opblock-summary-method').allInnerTexts();
  const paths = await blocks.locator('.opblock-summary-path').evaluateAll(PATHS);
  return methods
    .map((method, index) => ({ method, path: paths[index] ?? '' }))
    .sort((one, other) => METHOD_ORDER.indexOf(one.method) - METHOD_ORDER.indexOf(other.method));
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type: string;
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
async function execute(block: Locator): Promise<Reply> {
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

it('opens every operation with its documented replies', async () => {
  const count = await blocks.count();
  for (let index = 0; index < count; index += 1) {
    const block = blocks.nth(index);
    const summary = block.locator('.opblock-summary-control');
    await summary.dispatchEvent('click');
    await block.locator('.btn.execute').waitFor();
    await block.locator('.responses-table .response').first().waitFor();
    await summary.dispatchEvent('click');
  }
  expect(docs.errors).toEqual([]);
}, 120_000);

/** Their examples name what exists only in a configuration or for a moment, so they reply 404 here. */
const ABSENT = /\/(leases\/\{lease\}|suspended-shares\/\{replica\}|vendor\/\{path\})$/;

it('gets a documented reply for every example of every operation', async () => {
  const document = await readDocument();
  const findDeviations = createReplyCheck(document);
  const deviations: string[] = [];
  let executed = 0;
  for (const { method, path } of await shownOperations()) {
    const block = await showOnly(document, method, path);
    const titles = await titlesOf(block);
    for (const title of titles.length > 0 ? titles : ['default inputs']) {
      if (titles.length > 0) await selectExample(block, title);
      const reply = await execute(block);
      const found =
        ABSENT.test(path) && reply.status === 404 ? [] : findDeviations(method, path, reply);
      deviations.push(...found.map((deviation) => `${method} ${path}, ${title}: ${deviation}`));
      executed += 1;
    }
  }
  expect(deviations).toEqual([]);
  expect(executed).toBeGreaterThan(60);
  expect(docs.errors).toEqual([]);
}, 600_000);

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const readDocument = async () => (await gateway.call('GET', '/docs-json')).body as Document;

/**
 * Loads the page with this operation alone, without texts, problems and the schemas of replies. Swagger UI
 * renders all of these again after each input, in two thirds of its time.
 */
async function showOnly(document: Document, method: string, path: string): Promise<Locator> {
  const verb = method.toLowerCase();
  const { responses, ...inputs } = document.paths[path]?.[verb] ?? { responses: {} };
  const mediaTypes = Object.entries(responses)
    .filter(([status]) => status < '400')
    .map(([status, { content = {} }]) => [
      status,
      {
        description: '',
        content: Object.fromEntries(Object.keys(content).map((one) => [one, {}])),
      },
    ]);
  const operation = { ...inputs, responses: Object.fromEntries(mediaTypes) as object };
  await reload({ ...document, paths: { [path]: { [verb]: operation } } });
  const block = blocks.first();
  await block.locator('.opblock-summary-control').dispatchEvent('click');
  await block.locator('.btn.execute').waitFor();
  return block;
}

/** Loads the page with another document: Swagger UI mixes up the two if it gets the other one while it runs. */
async function reload(document: object): Promise<void> {
  const { page } = docs;
  const script = '**/docs/swagger-ui-init.js';
  await page.route(script, async (route) => {
    const response = await route.fetch();
    const served = 'options.swaggerDoc';
    const [before, after] = (await response.text()).split(served);
    const body = `${before}${JSON.stringify(document, omitText)}${after}`;
    await route.fulfill({ response, body });
  });
  await page.reload();
  await blocks.first().waitFor();
  await page.unroute(script);
  expect(await blocks.count()).toBe(1);
}

const omitText = (name: string, value: unknown): unknown =>
  name === 'description' && typeof value === 'string' ? undefined : value;

/** Returns a function that lists the deviations of a reply from the document. Every example must succeed. */
function createReplyCheck(document: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'gateway');
  const escaped = (part: string) =>
    encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
  return (method: string, path: string, { status, body, type }: Reply): string[] => {
    if (status < 200 || status > 299) return [`replied ${status} ${body}`];
    if (!type.startsWith('application/json')) return [];
    const parts = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content'];
    const at = [...parts, 'application/json', 'schema'].map(escaped).join('/');
    const validate = ajv.getSchema(`gateway#/${at}`);
    if (validate === undefined) return [`${status} is not documented`];
    return validate(JSON.parse(body)) ? [] : [ajv.errorsText(validate.errors)];
  };
}

/** The page inserts invisible line-break hints into long paths; the attribute has the plain path. */
const PATHS = (elements: readonly { getAttribute(name: string): string | null }[]): string[] =>
  elements.map((element) => element.getAttribute('data-path') ?? '');
