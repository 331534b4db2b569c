import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { Lifecycle } from '../probes/lifecycle';
import { LoadShedder } from '../probes/load-shedder';
import { admitCall, closeConnectionsOnShutdown } from './admission';

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

  setHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }
}

/** @returns the response of an admitted call, or the error of a refused one */
function call(method = 'GET'): FakeResponse | GatewayError {
  const response = new FakeResponse();
  let result: FakeResponse | GatewayError = response;
  void admitCall(lifecycle, load)(
    { method } as Request,
    response as unknown as Response,
    (error?: unknown) => {
      if (error instanceof GatewayError) result = error;
    },
  );
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
