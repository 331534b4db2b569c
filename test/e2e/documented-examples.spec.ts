/** The examples of the API document, sent as Swagger UI sends them. */
import { PROVIDERS } from '../../src/providers/registry';
import {
  createReplyCheck,
  exampleOf,
  writesFirst,
  type ApiDocument,
  type DocumentedOperation,
  type DocumentedParameter,
} from '../support/documents/api-document';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const TARGETS = PROVIDERS.flatMap(({ sandboxExamples }) => sandboxExamples.targets);

/** The titles of an operation's example targets, which have one in each of its lists. */
const titlesOf = ({ parameters = [] }: DocumentedOperation): string[] => {
  const connection = parameters.find(({ name }) => name === 'connection');
  return Object.keys(connection?.examples ?? { 'only example': {} });
};

/** A list has commas. */
const textOf = (value: unknown): string => (value as string | readonly string[]).toString();

function valueOf(parameter: DocumentedParameter, title: string): string | undefined {
  const channelType = TARGETS.find((target) => target.title === title)?.channelType;
  const value = parameter.name === 'channelType' ? channelType : exampleOf(parameter, title);
  return value === undefined || value === '' ? undefined : textOf(value);
}

async function sendExample(
  method: string,
  path: string,
  { parameters = [], requestBody }: DocumentedOperation,
  title: string,
) {
  let address = path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const parameter of parameters) {
    const value = valueOf(parameter, title);
    if (value === undefined) continue;
    if (parameter.in === 'path')
      address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === 'query') query.append(parameter.name, value);
    else headers[parameter.name] = value;
  }
  const json = requestBody?.content['application/json'];
  const body = json && exampleOf(json, title);
  const {
    status,
    text,
    headers: replied,
  } = await gateway.call(method, `${address}?${query.toString()}`, {
    headers,
    ...(body !== undefined && { body }),
  });
  return { status, body: text, type: replied.get('content-type') ?? '' };
}

it('every example of every operation gets a documented reply', async () => {
  const document = (await gateway.call('GET', '/docs-json')).body as ApiDocument;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const findDeviations = createReplyCheck(document);
  const deviations: string[] = [];
  let sent = 0;
  for (const { method, path, operation } of operations.sort(writesFirst))
    for (const title of titlesOf(operation)) {
      const found = findDeviations(method, path, await sendExample(method, path, operation, title));
      deviations.push(...found.map((deviation) => `${method} ${path}, ${title}: ${deviation}`));
      sent += 1;
    }
  expect(deviations).toEqual([]);
  expect(sent).toBeGreaterThan(200);
});
