import { readDocument } from '../support/documents/documents';
import { sectionOf } from '../support/documents/markdown';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { FunctionTrace, type TracedFunction } from '../support/process/function-trace';

const PAGE = readDocument('docs/architecture.md');
const METADATA =
  '/v1/connections/nexconn-sandbox/channels/group/group-001/messages/MSG-GROUP-1/metadata';

/** The rows of the table in a section: `| 1 | file | function | … |`. */
const stopsOf = (section: string): TracedFunction[] =>
  [...sectionOf(PAGE, section).matchAll(/^\| +\d+ \| `([^`]+)` +\| `([^`]+)` +\|/gm)].map(
    ([, file = '', name = '']) => ({ file, name }),
  );

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const put = (key: string, headers: Record<string, string> = {}) =>
  gateway.call('PUT', `${METADATA}/${key}`, {
    body: { value: '1' },
    headers: { Prefer: 'wait=5', ...headers },
  });

/** The stops that are not entered in the order of the page. */
function missed(stops: readonly TracedFunction[], entered: readonly number[]): string[] {
  let from = 0;
  return stops.flatMap(({ name }, index) => {
    const at = entered.indexOf(index, from);
    if (at === -1) return [name];
    from = at + 1;
    return [];
  });
}

it('the trace sees a function in each of several scripts of its file', () => {
  const load = (copy: number) =>
    (0, eval)(`(function marked() {}) // ${copy}\n//# sourceURL=/src/marked.ts`) as () => void;
  const copies = [load(1), load(2)];
  const trace = new FunctionTrace([{ file: 'src/marked.ts', name: 'marked' }]);
  for (const marked of copies) marked();
  expect(trace.take()).toEqual([0, 0]);
  trace.close();
});

it('a PUT enters the functions of docs/architecture.md in their order', async () => {
  const stops = stopsOf('One PUT');
  expect(stops.length).toBeGreaterThan(5);
  expect(stops.length).toBeLessThanOrEqual(12);
  await put('warm-up');
  const trace = new FunctionTrace(stops);
  const { status } = await put('a');
  const entered = trace.take();
  trace.close();
  expect(status).toBe(200);
  expect(missed(stops, entered)).toEqual([]);
});

it('a merged PUT enters the functions of docs/architecture.md in their order', async () => {
  const stops = stopsOf('A merged PUT');
  expect(stops.length).toBeGreaterThan(5);
  expect(stops.length).toBeLessThanOrEqual(12);
  await put('warm-up');
  const trace = new FunctionTrace(stops); // takes longer than a window
  const calls = Array.from({ length: 20 }, (_, index) =>
    put(`d${index}`, { 'X-Actor-Id': `user-${index}` }),
  );
  for (const { status } of await Promise.all(calls)) expect(status).toBe(200);
  const leader = put('leader');
  await new Promise((resolve) => setTimeout(resolve, 50)); // the leader is in the queue
  trace.take();
  const follower = await put('follower');
  const entered = trace.take();
  trace.close();
  expect([(await leader).status, follower.status]).toEqual([200, 200]);
  expect(follower.headers.get('x-quota-cost')).toBe('0');
  expect(missed(stops, entered)).toEqual([]);
});
