/** A call enters the functions that docs/architecture.md names, in the order of its tables. */
import { join } from 'node:path';
import { readDocument, ROOT } from '../support/documents/documents';
import { codesOf, rowsOf, sectionOf } from '../support/documents/markdown';
import type * as GatewaySupport from '../support/gateway/gateway';

const PAGE = readDocument('docs/architecture.md');
const PATH =
  '/v1/connections/nexconn/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata';

/** A row of a table: a function that its module exports, or a method as `Class.method`. */
interface Stop {
  readonly file: string;
  readonly name: string;
}

type Callable = (...parameters: unknown[]) => unknown;

const stopsOf = (title: string): Stop[] =>
  rowsOf(sectionOf(PAGE, title)).map(([, file = '', name = '']) => ({
    file: codesOf(file)[0] ?? '',
    name: codesOf(name)[0] ?? '',
  }));

const ONE_PUT = stopsOf('One PUT');
const MERGED_PUT = stopsOf('A merged PUT');

/** The names of the functions in the order in which they were entered. */
let entered: string[] = [];
const namesOf = (stops: readonly Stop[]): string[] => stops.map(({ name }) => name);
const enteredAmong = (stops: readonly Stop[]): string[] => {
  const names = namesOf(stops);
  return [...new Set(entered)].filter((name) => names.includes(name));
};

/** The same function, which records that it is entered; Nest keeps its metadata on functions. */
function recordingCalls(name: string, original: Callable): Callable {
  const recording = function (this: unknown, ...parameters: unknown[]): unknown {
    entered.push(name);
    return Reflect.apply(original, this, parameters);
  };
  for (const key of Reflect.getMetadataKeys(original) as string[])
    Reflect.defineMetadata(key, Reflect.getMetadata(key, original), recording);
  return recording;
}

/** @throws RangeError for a function that the module does not export */
function recordModule(module: Record<string, unknown>, names: readonly string[]): object {
  const exported = { ...module };
  for (const name of names) {
    const [owner = '', method] = name.split('.');
    const found = exported[owner];
    if (typeof found !== 'function') throw new RangeError(`There is no function ${name}.`);
    if (method === undefined) exported[owner] = recordingCalls(name, found as Callable);
    else recordMethod(found.prototype as Record<string, unknown>, method, name);
  }
  return exported;
}

function recordMethod(prototype: Record<string, unknown>, method: string, name: string): void {
  const original = prototype[method];
  if (typeof original !== 'function') throw new RangeError(`There is no method ${name}.`);
  prototype[method] = recordingCalls(name, original as Callable);
}

let gateway: GatewaySupport.TestGateway;
beforeAll(async () => {
  const names = new Map<string, Set<string>>();
  for (const { file, name } of [...ONE_PUT, ...MERGED_PUT])
    names.set(file, (names.get(file) ?? new Set()).add(name));
  for (const [file, own] of names)
    jest.doMock(join(ROOT, file), () =>
      recordModule(jest.requireActual(join(ROOT, file)), [...own]),
    );
  const { startGateway } = jest.requireActual<typeof GatewaySupport>('../support/gateway/gateway');
  gateway = await startGateway({
    connections: {
      nexconn: { provider: 'nexconn', quotas: { 'message-metadata.set': { limit: 1 } } },
    },
  });
});
afterAll(() => gateway.close());

const put = async (key: string): Promise<void> => {
  const { status } = await gateway.call('PUT', `${PATH}/${key}`, {
    body: { value: '1' },
    headers: { Prefer: 'wait=5' },
  });
  expect(status).toBe(200);
};

it('names at most a dozen stops for each call', () => {
  for (const stops of [ONE_PUT, MERGED_PUT]) {
    expect(stops.length).toBeGreaterThan(5);
    expect(stops.length).toBeLessThanOrEqual(12);
  }
});

it('follows one PUT', async () => {
  entered = [];
  await put('alone');
  expect(enteredAmong(ONE_PUT)).toEqual(namesOf(ONE_PUT));
});

it('follows a PUT that joins a queued one', async () => {
  const leader = put('leader'); // waits for the token of the test before
  while ((await waiting()) === 0);
  entered = [];
  await Promise.all([leader, put('follower')]);
  expect(enteredAmong(MERGED_PUT)).toEqual(namesOf(MERGED_PUT));
});

/** Callers in the queue. */
async function waiting(): Promise<number> {
  const { body } = await gateway.call('GET', '/v1/connections/nexconn/quotas');
  const { quotas } = body as { quotas: readonly { readonly waiting: number }[] };
  return Math.max(...quotas.map((quota) => quota.waiting));
}
