import { EventEmitter } from 'node:events';
import type { Request, RequestHandler, Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Client } from '../http/api-request';
import { Lifecycle } from '../probes/lifecycle';
import { LoadShedder } from '../probes/load-shedder';
import { admitCall, closeConnectionsOnShutdown, limitClientCalls } from './admission';

let lifecycle: Lifecycle;
let load: LoadShedder;
beforeEach(() => {
  lifecycle = new Lifecycle();
  load = new LoadShedder(() => ({ maxCalls: 2, maxLagMs: Infinity }));
});
afterEach(() => {
  load.close();
});

class FakeResponse extends EventEmitter {
  readonly headersSent = false;
  readonly headers = new Map<string, string>();

  constructor(readonly closed = false) {
    super();
  }

  setHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }
}

/** @returns the response of an admitted call, or the error of a refused one */
const call = (method = 'GET') => pass(admitCall(lifecycle, load), { method });

function pass(
  handler: RequestHandler,
  request: object,
  response = new FakeResponse(),
): FakeResponse | GatewayError {
  let result: FakeResponse | GatewayError = response;
  void handler(request as Request, response as unknown as Response, (error?: unknown) => {
    if (error instanceof GatewayError) result = error;
  });
  return result;
}

it('refuses calls beyond the maximum until one has ended', () => {
  const [first] = [call(), call()];
  expect(call()).toMatchObject({ code: 'overloaded', details: { retryAfterMs: 1_000 } });
  if (first instanceof FakeResponse) first.emit('close');
  expect(call()).toBeInstanceOf(FakeResponse);
  expect(call()).toMatchObject({ code: 'overloaded' });
});

it('accepts calls after the begin of a shutdown and refuses them once the replica drains', () => {
  lifecycle.beginShutdown();
  expect(call()).toBeInstanceOf(FakeResponse);
  lifecycle.drain();
  expect(call()).toMatchObject({ code: 'shutting-down', details: { retryAfterMs: 1_000 } });
});

it('does not count refused calls', () => {
  lifecycle.drain();
  call();
  expect(lifecycle.callsUnderWay).toBe(0);
});

it.each([
  ['GET', undefined],
  ['PUT', 'no'],
  ['DELETE', 'no'],
])('reports for a refused %s that %s change was applied', (method, applied) => {
  lifecycle.drain();
  const refused = call(method);
  expect(refused).toBeInstanceOf(GatewayError);
  expect((refused as GatewayError).details.applied).toBe(applied);
});

it('closes connections after their reply once a shutdown has begun', () => {
  const headersOf = (): unknown => {
    const response = new FakeResponse();
    const next = jest.fn();
    void closeConnectionsOnShutdown(lifecycle)(
      {} as Request,
      response as unknown as Response,
      next,
    );
    expect(next).toHaveBeenCalledWith();
    return Object.fromEntries(response.headers);
  };
  expect(headersOf()).toEqual({});
  lifecycle.beginShutdown();
  expect(headersOf()).toEqual({ Connection: 'close' });
});

describe('the calls of one client', () => {
  const client = (name: string, maxConcurrent?: number): Client => ({
    name,
    weight: 1,
    grants: [],
    ...(maxConcurrent !== undefined && { maxConcurrent }),
  });
  let limit: RequestHandler;
  beforeEach(() => {
    limit = limitClientCalls();
  });
  const callAs = (caller: Client, response?: FakeResponse) =>
    pass(limit, { method: 'PUT', caller }, response);

  it('are refused beyond its maxConcurrent until one has ended', () => {
    const first = new FakeResponse();
    callAs(client('orders', 2), first);
    callAs(client('orders', 2));
    expect(callAs(client('orders', 2))).toMatchObject({
      code: 'overloaded',
      details: { retryAfterMs: 1_000, applied: 'no' },
    });
    first.emit('close');
    expect(callAs(client('orders', 2))).toBeInstanceOf(FakeResponse);
    expect(callAs(client('orders', 2))).toBeInstanceOf(GatewayError);
  });

  it('do not count for other clients, and have no limit without maxConcurrent', () => {
    callAs(client('orders', 1));
    expect(callAs(client('stock', 1))).toBeInstanceOf(FakeResponse);
    for (let calls = 0; calls < 100; calls += 1)
      expect(callAs(client('reports'))).toBeInstanceOf(FakeResponse);
  });

  it('count over all credentials of the client', () => {
    callAs({ ...client('orders', 5), key: 'orders-2026' });
    expect(callAs({ ...client('orders', 1), key: 'orders-2027' })).toBeInstanceOf(GatewayError);
  });

  it('do not count if the caller disconnected during authentication', () => {
    callAs(client('orders', 1), new FakeResponse(true));
    expect(callAs(client('orders', 1))).toBeInstanceOf(FakeResponse);
  });
});
