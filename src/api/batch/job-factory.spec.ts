import { GatewayError } from '../../core/gateway-error';
import type { Gateway, GatewayRegistry } from '../../gateway';
import type { ApiRequest } from '../http/api-request';
import type { OperationFactory } from '../metadata/operation-factory';
import type { BatchOperation } from './batch-requests';
import { JobFactory } from './job-factory';

const BODY = { id: '1', connection: 'c', channelType: 'open', channelId: 'one', verb: 'get' };
const NOT_FOUND = new GatewayError('connection-not-found', 'There is no such connection.');
const UNSUPPORTED = new GatewayError('unsupported-by-provider', 'No.');

interface AuditLine {
  readonly audit: { readonly operation: string; readonly outcome: string; readonly keys: unknown };
}

let audits: AuditLine['audit'][];
let created: unknown[];
let createError: Error | undefined;
let checkError: Error | undefined;
beforeEach(() => {
  audits = [];
  created = [];
  createError = undefined;
  checkError = undefined;
});

const gateway = {
  check() {
    if (checkError !== undefined) throw checkError;
  },
} satisfies Pick<Gateway, 'check'>;
const operations = {
  create(_request: unknown, name: string, target: object, payload: object) {
    if (createError !== undefined) throw createError;
    created.push({ name, target, payload });
    return { name, call: payload };
  },
  describeMutation: (_request: unknown, operation: string, _target: unknown, named: object) => ({
    operation,
    ...named,
  }),
} as unknown as OperationFactory;
const jobs = new JobFactory(operations, { get: () => ({ gateway }) } as unknown as GatewayRegistry);

const log = { level: 'info', child: () => log, info: (line: AuditLine) => audits.push(line.audit) };
const create = (part: object, request: object = {}) =>
  jobs.create(Object.assign(request, { log, id: 'request' }) as unknown as ApiRequest, {
    reference: { id: '1' },
    body: { ...BODY, ...part } as BatchOperation,
  });

describe('JobFactory', () => {
  it.each<[string, object, string]>([
    ['a read of a channel', { verb: 'get' }, 'channel.get'],
    ['a read of a message', { verb: 'get', messageId: 'm' }, 'message.get'],
    ['a write', { verb: 'set', entries: [{ key: 'a', value: '1' }] }, 'channel.set'],
    ['a delete', { verb: 'delete', keys: ['a'], messageId: 'm' }, 'message.delete'],
  ])('creates a job of %s', (_, part, name) => {
    expect(create(part)).toMatchObject({ id: '1', gateway, operation: { name } });
  });

  it('passes on target, actor, options, entries and keys, each key once', () => {
    create({
      verb: 'set',
      actorId: 'ann',
      options: { x: {} },
      entries: [{ key: 'a', value: '1' }],
    });
    create({ verb: 'delete', subchannelId: 's', messageId: 'm', keys: ['a', 'b', 'a'] });
    create({ verb: 'get' });
    expect(created).toEqual([
      {
        name: 'channel.set',
        target: { connection: 'c', channelType: 'open', channelId: 'one' },
        payload: {
          actorId: 'ann',
          options: { x: {} },
          entries: [{ key: 'a', values: ['1'] }],
          isKeyInPath: false,
        },
      },
      {
        name: 'message.delete',
        target: {
          connection: 'c',
          channelType: 'open',
          channelId: 'one',
          messageId: 'm',
          subchannelId: 's',
        },
        payload: { keys: ['a', 'b'], keysPointer: '/keys' },
      },
      { name: 'channel.get', target: expect.anything(), payload: {} },
    ]);
  });

  it.each<[string, object, string, object]>([
    [
      'values to add',
      { verb: 'add-values', messageId: 'm', entries: [{ key: 'a', values: ['1'] }] },
      'message.add-values',
      { add: [{ key: 'a', values: ['1'], isList: true }], remove: [], entriesAt: '/entries' },
    ],
    [
      'values to remove',
      { verb: 'remove-values', messageId: 'm', entries: [{ key: 'a', value: '1' }] },
      'message.remove-values',
      { add: [], remove: [{ key: 'a', values: ['1'] }], entriesAt: '/entries' },
    ],
    [
      'changes of counters',
      { verb: 'count', counters: [{ key: 'n', op: 'increase', amount: 2 }], upsert: false },
      'counters.change',
      { changes: [{ key: 'n', op: 'increase', amount: 2 }], upsert: false },
    ],
    [
      'a set of existing keys',
      { verb: 'set', entries: [{ key: 'a', value: '1' }], upsert: false },
      'channel.set',
      { entries: [{ key: 'a', values: ['1'] }], isKeyInPath: false, upsert: false },
    ],
  ])('passes on %s', (_, part, name, payload) => {
    create(part);
    expect(created).toEqual([{ name, target: expect.anything(), payload }]);
  });

  it('passes a rejected operation through', () => {
    const rejected = { reference: { line: 1 }, error: NOT_FOUND };
    expect(jobs.create({} as ApiRequest, rejected)).toBe(rejected);
  });

  it('rejects an operation that cannot be created or that the vendor cannot do, and audits it', () => {
    createError = NOT_FOUND;
    const reference = { id: '1' };
    const part = { verb: 'delete', keys: ['a'] };
    expect(create(part)).toEqual({ reference, error: NOT_FOUND });
    createError = undefined;
    checkError = UNSUPPORTED;
    expect(create(part)).toEqual({ reference, error: UNSUPPORTED });
    expect(audits.map(({ outcome }) => outcome)).toEqual([NOT_FOUND.code, UNSUPPORTED.code]);
  });

  it('rejects entries with faults', () => {
    const entries = [{ key: 'a' }];
    expect(create({ verb: 'set', entries })).toMatchObject({ error: { code: 'invalid-request' } });
    expect(audits).toMatchObject([{ outcome: 'invalid-request' }]);
  });

  it('throws an unexpected error', () => {
    createError = new TypeError('a bug');
    expect(() => create({})).toThrow('a bug');
  });

  it("audits a write with the vendor's ids, and keeps up to 1,000 of the reads of the request", () => {
    const request: { vendorRequestIds?: string[] } = {};
    const finish = (part: object, vendorRequestIds: readonly string[]) => {
      const job = create(part, request);
      if ('audit' in job) job.audit({ outcome: {}, vendorRequestIds });
    };
    finish({ verb: 'delete', keys: ['a'] }, ['of-write']);
    expect(audits).toMatchObject([{ vendorRequestIds: ['of-write'] }]);
    for (let read = 0; read < 3; read += 1) finish({ verb: 'get' }, Array<string>(400).fill('x'));
    expect(request.vendorRequestIds).toHaveLength(1_000);
  });

  it('audits a write with its result, and a read not at all', () => {
    const results = [
      { outcome: {} },
      { outcome: {}, isReplay: true as const },
      { outcome: UNSUPPORTED },
    ];
    for (const part of [{ verb: 'delete', keys: ['a'] }, { verb: 'get' }]) {
      const job = create(part);
      if ('audit' in job) for (const result of results) job.audit(result);
    }
    expect(audits.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['channel.delete', 'done'],
      ['channel.delete', 'replayed'],
      ['channel.delete', 'unsupported-by-provider'],
    ]);
  });
});
