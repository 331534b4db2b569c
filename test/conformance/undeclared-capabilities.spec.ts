/** Capabilities that a vendor does not declare are refused without a vendor call. */
import { CHANNEL_TYPES } from '../../src/core/metadata';
import type { OperationName } from '../../src/core/operation';
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SUBJECTS } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const M = '/messages/123/metadata';
const C = '/metadata';
const N = '/counters';
const ENTRIES = { entries: [{ key: 'k', value: 'v' }] };
const CHANGES = { counters: [{ key: 'k', op: 'set', amount: 1 }] };

/** Every metadata and counter route of the API, with its operation. */
const CALLS: readonly (readonly [OperationName, string, string, object?])[] = [
  ['message.get', 'GET', M],
  ['message.get', 'GET', `${M}/k`],
  ['message.set', 'PATCH', M, ENTRIES],
  ['message.set', 'PUT', `${M}/k`, { value: 'v' }],
  ['message.delete', 'DELETE', `${M}?keys=k`],
  ['message.delete', 'DELETE', `${M}?all=true`],
  ['message.delete', 'DELETE', `${M}/k`],
  ['message.add-values', 'POST', `${M}/k/values`, { values: ['v'] }],
  ['message.remove-values', 'DELETE', `${M}/k/values?values=v`],
  ['message.change-values', 'PATCH', `${M}/values`, { add: [{ key: 'k', values: ['v'] }] }],
  ['channel.get', 'GET', C],
  ['channel.get', 'GET', `${C}/k`],
  ['channel.set', 'PATCH', C, ENTRIES],
  ['channel.set', 'PUT', `${C}/k`, { value: 'v' }],
  ['channel.delete', 'DELETE', `${C}?keys=k`],
  ['channel.delete', 'DELETE', `${C}?all=true`],
  ['channel.delete', 'DELETE', `${C}/k`],
  ['counters.get', 'GET', N],
  ['counters.get', 'GET', `${N}/k`],
  ['counters.change', 'PATCH', N, CHANGES],
  ['counters.delete', 'DELETE', `${N}?keys=k`],
  ['counters.delete', 'DELETE', `${N}/k`],
];

describe.each(SUBJECTS)('$connection', (subject) => {
  const { capabilities } = subject.facts.provider;
  const undeclared = CHANNEL_TYPES.flatMap((channelType) =>
    CALLS.filter(([name]) => capabilities[name]?.[channelType] === undefined).map(
      ([, method, under, body]) => [method, `${channelType}/some-channel${under}`, body] as const,
    ),
  );

  it.each(undeclared)('refuses %s %s', async (method, place, body) => {
    const path = `/v1/connections/${subject.connection}/channels/${place}`;
    for (const url of [path, `${path}${path.includes('?') ? '&' : '?'}dryRun=true`]) {
      const answer = await gateway.call(method, url, { body });
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({
          code: 'unsupported-by-provider',
          upstream: { provider: subject.vendor },
        }),
      ]);
      expect(answer.headers.get('x-quota-cost')).toBe('0');
    }
    expect(await gateway.sandboxOf(subject).arrivals()).toEqual([]);
  });

  it('returns the declared capabilities', async () => {
    const { body } = await gateway.call('GET', `/v1/connections/${subject.connection}`);
    const { capabilities: shown } = body as {
      capabilities: Record<string, Record<string, Record<string, { support: string }>>>;
    };
    for (const [name] of CALLS)
      for (const channelType of CHANNEL_TYPES) {
        const [resource = '', verb = ''] = name.split('.');
        const declared = capabilities[name]?.[channelType] ?? { support: 'unsupported' };
        expect(shown[resource]?.[channelType]?.[verb]).toMatchObject(declared);
      }
  });
});
