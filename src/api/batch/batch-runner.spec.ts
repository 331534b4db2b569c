import { EventEmitter, getEventListeners, setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Response } from 'express';
import type { GatewaySettings } from '../../config';
import { GatewayError } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import type { Caller, Gateway } from '../../gateway';
import type { ApiRequest } from '../http/api-request';
import { Idempotency } from '../idempotency/idempotency';
import { MemoryStore } from '../idempotency/store/memory-store';
import { BatchRunner } from './batch-runner';
import type { Job } from './job';
import type { JobFactory } from './job-factory';

const callers: Caller[] = [];
let execute: () => Promise<Reply | GatewayError>;

const gateway = {
  leadingRunLength: () => 1,
  executeRun: async (run: readonly object[], caller: Caller) => {
    callers.push(caller);
    const outcome = await execute();
    return run.map(() => outcome);
  },
} satisfies Pick<Gateway, 'leadingRunLength' | 'executeRun'>;
const jobs = {
  create: (_request: unknown, { reference }: { reference: { id: string } }): Job =>
    ({
      id: reference.id,
      gateway,
      operation: { name: 'channel.delete', call: { target: {}, keys: ['a'] } },
      audit: () => undefined,
    }) as unknown as Job,
} as unknown as JobFactory;

let draining: AbortController;
let runner: BatchRunner;
beforeEach(() => {
  callers.splice(0);
  execute = () => Promise.resolve({});
  draining = new AbortController();
  setMaxListeners(0, draining.signal);
  runner = new BatchRunner(
    jobs,
    new Idempotency(new MemoryStore(() => performance.now())),
    { drainSignal: draining.signal } as never,
    { current: { server: { batchBodyLimit: 1_000 } } } as { current: GatewaySettings },
  );
});

interface Exchange {
  readonly request: ApiRequest;
  readonly response: Response;
  readonly socket: EventEmitter;
  readonly lines: string[];
  readonly head: number[];
  readonly logged: string[];
}

function exchange(headers: Record<string, string> = {}, body?: Readable): Exchange {
  const lines: string[] = [];
  const head: number[] = [];
  const logged: string[] = [];
  const socket = Object.assign(new EventEmitter(), { destroyed: false });
  const response = Object.assign(new EventEmitter(), {
    writableNeedDrain: false,
    destroyed: false,
    status: (code: number) => (head.push(code), response),
    setHeader: () => response,
    type: () => response,
    flushHeaders: () => undefined,
    getHeader: () => 'request',
    write: (text: string) => lines.push(...text.trim().split('\n')),
    end: () => response.emit('close'),
  });
  const operation = { id: '1', connection: 'c', channelType: 'open', channelId: 'x' };
  const request = Object.assign(body ?? new EventEmitter(), {
    headers,
    socket,
    ...(body === undefined && { errored: null }),
    caller: { name: 'client', weight: 3, access: [], connections: ['*'] },
    log: { error: (_: object, message: string) => logged.push(message), child: () => request.log },
    is: () => (body === undefined ? false : 'application/x-ndjson'),
    body: { operations: [{ ...operation, verb: 'delete', keys: ['a'] }] },
  });
  return {
    request: request as unknown as ApiRequest,
    response: response as unknown as Response,
    socket,
    lines,
    head,
    logged,
  };
}

const DONE = '{"done":true,"succeeded":1,"failed":0}';

describe('BatchRunner', () => {
  it('writes a line for each operation and one at the end', async () => {
    const { request, response, lines } = exchange();
    await runner.run(request, response);
    expect(lines).toEqual(['{"id":"1","status":204}', DONE]);
  });

  it('creates its jobs in several turns of the event loop', async () => {
    const create = jest.spyOn(jobs, 'create');
    const { request, response } = exchange();
    const [operation] = (request.body as { operations: object[] }).operations;
    request.body = {
      operations: Array.from({ length: 1_000 }, (_, id) => ({ ...operation, id: String(id) })),
    };
    const running = runner.run(request, response);
    for (let created = 0; created < 1_000; created = create.mock.calls.length) {
      await nextTurn();
      expect(create.mock.calls.length - created).toBeLessThanOrEqual(200);
    }
    await running;
    jest.restoreAllMocks();
  });

  it('lets operations wait as the caller prefers, or else for 24 days', async () => {
    for (const headers of [{ prefer: 'wait=2' }, {}]) {
      const { request, response } = exchange(headers);
      await runner.run(request, response);
    }
    expect(callers).toMatchObject([
      { client: 'client', weight: 3, maxWaitMs: expect.closeTo(2_000, -2) },
      { maxWaitMs: expect.closeTo(2_147_483_647, -4) },
    ]);
  });

  it('carries a write out once under an idempotency key', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { request, response, lines } = exchange({ 'idempotency-key': 'key' });
      await runner.run(request, response);
      expect(lines.at(-1)).toBe(DONE);
    }
    expect(callers).toHaveLength(1);
  });

  it('carries out 32 batches at the same time', async () => {
    for (let round = 0; round < 2; round += 1) {
      let finish = (): void => undefined;
      const finished = new Promise<void>((resolve) => (finish = resolve));
      execute = () => finished.then(() => ({}));
      const running = Array.from({ length: 32 }, () => {
        const { request, response } = exchange();
        return runner.run(request, response);
      });
      const { request, response } = exchange();
      await expect(runner.run(request, response)).rejects.toMatchObject({
        code: 'overloaded',
        details: { retryAfterMs: 1_000, applied: 'no' },
      });
      finish();
      await Promise.all(running);
    }
  });

  it('begins the response, and leaves neither timers nor listeners behind', async () => {
    const timers = jest.spyOn(global, 'setInterval');
    const stopped = jest.spyOn(global, 'clearInterval');
    const { request, response, head } = exchange();
    await runner.run(request, response);
    expect(head).toEqual([200]);
    expect(stopped).toHaveBeenCalledWith(timers.mock.results[0]?.value);
    expect(getEventListeners(draining.signal, 'abort')).toEqual([]);
    jest.restoreAllMocks();
  });

  it('logs an unexpected error, and reports it as internal', async () => {
    execute = () => Promise.reject(new TypeError('a bug'));
    const { request, response, lines, logged } = exchange();
    await runner.run(request, response);
    expect(lines[0]).toContain('"code":"internal"');
    expect(logged).toEqual(['unexpected error']);
  });

  it('counts no batch that is refused for its idempotency key', async () => {
    for (let time = 0; time < 40; time += 1) {
      const { request, response } = exchange({ 'idempotency-key': 'a b' });
      await expect(runner.run(request, response)).rejects.toMatchObject({
        code: 'invalid-request',
      });
    }
  });

  it('throws the fault of a body before its first line', async () => {
    const { request, response, lines } = exchange({}, Readable.from([Buffer.from('\n')]));
    await expect(runner.run(request, response)).rejects.toBeInstanceOf(GatewayError);
    expect(lines).toEqual([]);
  });

  it('refuses a body over the limit of the settings', async () => {
    const headers = { 'content-length': '1001' };
    const { request, response } = exchange(headers, Readable.from([]));
    await expect(runner.run(request, response)).rejects.toMatchObject({
      code: 'payload-too-large',
    });
  });

  it('throws no error of a body that was cut by a disconnect', async () => {
    const body = new Readable({ read: () => undefined });
    body.on('error', () => undefined);
    body.destroy(new Error('aborted'));
    const { request, response } = exchange({}, body);
    await runner.run(request, response);
  });

  it.each(['disconnect', 'drain'])('ends waits for retries at a %s', async (event) => {
    const error = new GatewayError('upstream-unavailable', 'No.', { retryAfterMs: 30_000 });
    execute = () => Promise.resolve(error);
    const { request, response, socket, lines } = exchange();
    const running = runner.run(request, response);
    while (callers.length === 0) await nextTurn();
    await nextTurn(); // until the first attempt has failed
    if (event === 'drain') draining.abort();
    else socket.emit('close');
    await running;
    expect(callers).toHaveLength(1);
    expect(lines[0]).toContain('upstream-unavailable');
  });
});
