import { EventEmitter } from 'node:events';
import type { GatewaySettings } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { Operation, OperationName, Reply } from '../../core/operation';
import type { Caller, Gateway, GatewayRegistry } from '../../gateway';
import { ClientDisconnected } from '../http/client-disconnect';
import { Idempotency } from '../idempotency/idempotency';
import { MemoryStore } from '../idempotency/store/memory-store';
import type { RouteCall } from './metadata-route';
import { MetadataService } from './metadata.service';
import { OperationFactory, type Payload } from './operation-factory';
import { presentCounters, presentOneEntry, presentWrittenEntry } from './present-reply';

const USAGE = [{ quota: 'q', tokens: 2 }];
const failure = (applied: 'no' | 'yes' | 'unknown') =>
  new GatewayError('upstream-refused', 'No.', { applied, usage: USAGE });

let execute: (operation: Operation) => Promise<Reply>;
let executions: string[];
let callers: Caller[];
const gateway = {
  async execute(operation, caller) {
    executions.push('first');
    callers.push(caller);
    return { reply: await execute(operation), usage: USAGE };
  },
  async executeAgain(operation) {
    executions.push('again');
    return { reply: await execute(operation), usage: USAGE };
  },
  explain: () => ({ steps: [], waitForecastMs: 0, warnings: [] }),
} satisfies Pick<Gateway, 'execute' | 'executeAgain' | 'explain'>;

const connection = {
  name: 'c',
  provider: { name: 'nexconn' },
  defaultActorId: 'system',
  limiter: {
    refresh: () => Promise.resolve(),
    snapshot: () => [{ name: 'q', limit: 10, windowMs: 1_000, free: 8 }],
  },
};
const gateways = {
  has: () => true,
  get: () => ({ connection, gateway }),
  find: () => ({ connection, gateway }), // a call that lists all connections is slower with each of them
} as unknown as GatewayRegistry;
const settings = { current: { limits: { defaultWaitMs: 1_000, maxWaitMs: 5_000 } } };

let service: MetadataService;
beforeEach(() => {
  executions = [];
  callers = [];
  execute = () => Promise.resolve({});
  service = new MetadataService(
    new OperationFactory(gateways),
    new Idempotency(new MemoryStore(() => performance.now())),
    gateways,
    settings as { current: GatewaySettings },
  );
});

interface Result {
  readonly body?: object | undefined;
  readonly error?: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Outcome and `applied` of each audit line. */
  readonly audits: readonly unknown[];
}

const CHANGE: Payload = { changes: [{ key: 'likes', op: 'increase', amount: 1 }] };

async function perform(
  operation: OperationName,
  payload: Payload,
  sent: Readonly<Record<string, string>> = {},
  { present = presentCounters, dryRun = false, access = ['read', 'write'] } = {},
): Promise<Result> {
  const headers: Record<string, string> = {};
  const audits: unknown[] = [];
  let status = 0;
  const response = {
    status: (code: number) => ((status = code), response),
    type: () => response,
    setHeader: (name: string, value: string) => ((headers[name] = value), response),
    getHeader: () => 'request-1',
  };
  const log = {
    level: 'info',
    child: () => log,
    info: ({ audit }: { audit: { outcome: string; applied: string } }) =>
      audits.push([audit.outcome, audit.applied]),
  };
  const request = {
    res: response,
    log,
    id: 'request-1',
    socket: new EventEmitter(),
    headers: sent,
    caller: { name: 'client', weight: 3, grants: [{ access, connections: ['*'] }] },
    method: 'PATCH',
    originalUrl: '/v1/x',
    body: payload,
  };
  const call = { request, operation } as unknown as RouteCall;
  const path = { connection: 'c', channelType: 'open', channelId: 'one' } as const;
  const query = dryRun ? { dryRun: 'true' as const } : {};
  const result = await service.perform(call, path, query, payload, present).then(
    (body) => ({ body }),
    (error: unknown) => ({ error }),
  );
  return { ...result, status, headers, audits };
}

describe('MetadataService', () => {
  it('presents the reply, and reports usage and quotas', async () => {
    execute = () => Promise.resolve({ counters: [{ key: 'likes', value: 1 }] });
    expect(await perform('counters.change', CHANGE)).toEqual({
      body: { counters: [{ key: 'likes', value: 1 }] },
      status: 0,
      headers: {
        'X-Quota-Cost': 'q;t=2',
        'RateLimit-Policy': '"q";q=10;w=1',
        RateLimit: '"q";r=8;t=1',
      },
      audits: [['done', 'yes']],
    });
  });

  it.each([
    ['wait=2', 2_000],
    ['wait=60', 5_000],
    ['', 1_000],
  ])('lets the caller wait as it prefers (%j), within limits', async (prefer, maxWaitMs) => {
    await perform('counters.get', {}, { prefer });
    expect(callers).toMatchObject([{ client: 'client', weight: 3, maxWaitMs }]);
  });

  it('reports the usage of a failure, and of an entry that is not found', async () => {
    execute = () => Promise.reject(failure('no'));
    expect((await perform('counters.get', {})).headers['X-Quota-Cost']).toBe('q;t=2');
    execute = () => Promise.resolve({});
    const result = await perform('channel.get', { keys: ['a'] }, {}, { present: presentOneEntry });
    expect(result).toMatchObject({
      error: { code: 'entry-not-found' },
      headers: { 'X-Quota-Cost': 'q;t=2' },
    });
  });

  it('sets an entity tag only on a read of all metadata of a target', async () => {
    const tagOf = async (operation: OperationName, payload: Payload = {}) =>
      (await perform(operation, payload)).headers.ETag;
    execute = () => Promise.resolve({ entries: [] });
    expect(await tagOf('channel.get')).toMatch(/^"[\w-]{27}"$/);
    expect(await tagOf('message.get')).toMatch(/^"[\w-]{27}"$/);
    expect(await tagOf('counters.get')).toBeUndefined();
    expect(await tagOf('channel.get', { keys: ['a'] })).toBeUndefined();
    expect(await tagOf('channel.get', { cursor: 'a' })).toBeUndefined();
    execute = () => Promise.resolve({ entries: [], nextCursor: 'a' });
    expect(await tagOf('channel.get')).toBeUndefined();
  });

  it('explains a write without executing or auditing it', async () => {
    const result = await perform('counters.change', CHANGE, {}, { dryRun: true });
    expect(result).toEqual({
      body: { steps: [], waitForecastMs: 0, warnings: [] },
      status: 200,
      headers: { 'X-Quota-Cost': '0' },
      audits: [],
    });
    expect(executions).toEqual([]);
  });

  it('audits writes with their outcome, and reads not at all', async () => {
    expect((await perform('counters.get', {})).audits).toEqual([]);
    const refused = await perform('counters.change', CHANGE, {}, { access: ['read'] });
    expect(refused.audits).toEqual([['forbidden', 'no']]);
    execute = () => Promise.reject(failure('unknown'));
    const failed = await perform('counters.change', CHANGE);
    expect(failed.audits).toEqual([['upstream-refused', 'unknown']]);
    execute = () => Promise.reject(new ClientDisconnected());
    expect((await perform('counters.change', CHANGE)).audits).toEqual([['caller-gone', 'no']]);
    execute = () => Promise.reject(new TypeError('a bug'));
    expect((await perform('counters.change', CHANGE)).audits).toEqual([['internal', 'unknown']]);
  });

  describe('with an idempotency key', () => {
    const withKey = { 'idempotency-key': 'key' };
    const change = () => perform('counters.change', CHANGE, withKey);

    it('replays the reply of a success', async () => {
      execute = () => Promise.resolve({ counters: [{ key: 'likes', value: 1 }] });
      const first = await change();
      const second = await change();
      expect(second.body).toEqual(first.body);
      expect(second.status).toBe(200);
      expect(first.headers['Idempotency-Replayed']).toBeUndefined();
      expect(second.headers).toEqual({ 'Idempotency-Replayed': 'true', 'X-Quota-Cost': '0' });
      expect(second.audits).toEqual([['replayed', 'no']]);
      expect(executions).toEqual(['first']);
    });

    it('replays entries that were set without storing their values', async () => {
      const write = jest.spyOn(MemoryStore.prototype, 'swap');
      const entries = [{ key: 'a', values: ['a long value'] }];
      execute = () => Promise.resolve({ entries });
      const set = () =>
        perform('channel.set', { entries, isKeyInPath: true }, withKey, {
          present: presentWrittenEntry,
        });
      const first = await set();
      expect(await set()).toMatchObject({ body: first.body, status: 200 });
      expect(executions).toEqual(['first']);
      expect(write).toHaveBeenCalledTimes(1);
      expect(JSON.stringify(write.mock.calls)).not.toContain('a long value');
      write.mockRestore();
    });

    it('carries a write out again that had no effect', async () => {
      execute = () => Promise.reject(failure('no'));
      expect((await change()).error).toMatchObject({ code: 'upstream-refused' });
      execute = () => Promise.resolve({});
      expect((await change()).error).toBeUndefined();
      expect(executions).toEqual(['first', 'first']);
    });

    it('starts with a read-back after an unknown outcome', async () => {
      execute = () => Promise.reject(failure('unknown'));
      await change();
      execute = () => Promise.reject(new ClientDisconnected());
      await change(); // its disconnect leaves the outcome unknown
      execute = () => Promise.resolve({});
      await change();
      expect(executions).toEqual(['first', 'again', 'again']);
    });

    it('replays the problem of a write that must not be repeated', async () => {
      execute = () => Promise.reject(failure('yes'));
      const first = await change();
      expect(first.error).toMatchObject({
        code: 'upstream-refused',
        details: { applied: 'yes' },
      });
      expect(first.audits).toEqual([['upstream-refused', 'yes']]);
      const second = await change();
      expect(second.body).toMatchObject({ code: 'upstream-refused', applied: 'yes' });
      expect(second.status).toBe(502);
      expect(second.audits).toEqual([['replayed', 'no']]);
      expect(executions).toEqual(['first']);
    });

    it('is ignored by reads', async () => {
      await perform('counters.get', {}, withKey);
      await perform('counters.get', {}, withKey);
      expect(executions).toEqual(['first', 'first']);
    });
  });
});
