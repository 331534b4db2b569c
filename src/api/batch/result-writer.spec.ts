import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import { ResultWriter } from './result-writer';

class FakeResponse extends EventEmitter {
  readonly writes: string[] = [];
  head: unknown[] = [];
  writableNeedDrain = false;
  destroyed = false;
  ended = false;

  status(code: number): this {
    this.head.push(code);
    return this;
  }
  type(name: string): this {
    this.head.push(name);
    return this;
  }
  setHeader(name: string, value: string): void {
    this.head.push(`${name}: ${value}`);
  }
  flushHeaders(): void {
    this.head.push('flushed');
  }
  getHeader(name: string): string {
    return `value of ${name}`;
  }
  write(text: string): void {
    if (this.destroyed) throw new Error('written after the end');
    expect(text.endsWith('\n')).toBe(true);
    this.writes.push(text);
  }
  /** The lines written since the last look, and those that wait for the end of this turn. */
  takeLines(): unknown[] {
    jest.advanceTimersByTime(0);
    return this.writes
      .splice(0)
      .flatMap((text) => text.trimEnd().split('\n'))
      .map((line): unknown => JSON.parse(line));
  }
  end(): void {
    if (this.destroyed) throw new Error('ended after the end');
    this.ended = true;
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
  drain(): void {
    this.writableNeedDrain = false;
    this.emit('drain');
  }
}

let response: FakeResponse;
let writer: ResultWriter;
beforeEach(() => {
  jest.useFakeTimers();
  response = new FakeResponse();
  writer = new ResultWriter(response as unknown as Response);
});
afterEach(() => {
  jest.useRealTimers();
});

const isWaiting = async (wait: Promise<void>): Promise<boolean> => {
  let isDone = false;
  void wait.then(() => (isDone = true));
  await jest.advanceTimersByTimeAsync(0);
  return !isDone;
};

describe('ResultWriter', () => {
  it('points into the operation, where a single call has a path and a query', () => {
    const errors = ['path/messageId', 'query/subchannelId', '/entries/0', 'header/Prefer'].map(
      (pointer) => ({ pointer, reason: 'is wrong' }),
    );
    const text = 'V: path/messageId is wrong.';
    writer.write({ id: 'a' }, new GatewayError('provider-limit', text, { errors }));
    expect(response.takeLines()).toMatchObject([
      {
        problem: {
          detail: 'V: /messageId is wrong.',
          errors: ['/messageId', '/subchannelId', '/entries/0', 'header/Prefer'].map((pointer) => ({
            pointer,
          })),
        },
      },
    ]);
  });

  it('begins the response with the first operations, once', () => {
    writer.countReceived(1);
    writer.countReceived(1);
    expect(response.head).toEqual([
      'X-Accel-Buffering: no',
      200,
      'application/x-ndjson',
      'flushed',
    ]);
  });

  it('writes results as single calls would be answered', () => {
    writer.write({ id: 'a' }, { entries: [{ key: 'k', values: ['v'] }] });
    writer.write({ id: 'b' }, {});
    writer.write({ line: 3 }, new GatewayError('provider-limit', 'Too long.'));
    expect(response.takeLines()).toEqual([
      { id: 'a', status: 200, reply: { entries: [{ key: 'k', value: 'v', values: ['v'] }] } },
      { id: 'b', status: 204 },
      {
        line: 3,
        status: 422,
        problem: expect.objectContaining({
          code: 'provider-limit',
          detail: 'Too long.',
          requestId: 'value of X-Request-Id',
        }),
      },
    ]);
  });

  it('writes the lines of one turn together, and no more than 16 kB late', () => {
    for (const id of ['a', 'b', 'c']) writer.write({ id }, {});
    expect(response.writes).toEqual([]);
    jest.advanceTimersByTime(0);
    expect(response.writes).toHaveLength(1);
    expect(response.takeLines()).toHaveLength(3);
    for (let index = 0; index < 1_000; index += 1) writer.write({ id: `${index}` }, {});
    const written = response.writes.join('').length;
    expect(written).toBeGreaterThan(1_000 * '{"id":"0","status":204}'.length - 16 * 1024);
    expect(response.takeLines()).toHaveLength(1_000);
  });

  it('writes the lines that wait when it stops, because a failure cuts the reply', () => {
    writer.write({ id: 'a' }, {});
    writer.stop();
    expect(response.writes).toHaveLength(1);
  });

  it('ends with the numbers of successes and failures', () => {
    writer.write({ id: 'a' }, {});
    writer.write({ id: 'b' }, {});
    writer.write({ id: 'c' }, new GatewayError('internal', 'No.'));
    writer.end();
    expect(response.takeLines().at(-1)).toEqual({ done: true, succeeded: 2, failed: 1 });
    expect(response.ended).toBe(true);
  });

  it('writes progress once a second until it is stopped', () => {
    writer.countReceived(2);
    writer.countReceived(3);
    jest.advanceTimersByTime(999);
    expect(response.takeLines()).toEqual([]);
    writer.write({ id: 'a' }, {});
    response.takeLines();
    jest.advanceTimersByTime(2); // to the interval, and to the turn after it
    expect(response.takeLines()).toEqual([{ progress: { received: 5, succeeded: 1, failed: 0 } }]);
    jest.advanceTimersByTime(1_000);
    expect(response.takeLines()).toHaveLength(1);
    writer.stop();
    jest.advanceTimersByTime(5_000);
    expect(response.takeLines()).toEqual([]);
  });

  it('writes no progress for a slow reader', () => {
    writer.countReceived(1);
    response.writableNeedDrain = true;
    jest.advanceTimersByTime(5_000);
    expect(response.takeLines()).toEqual([]);
  });

  it('writes nothing to a reader that has disconnected', () => {
    response.destroyed = true;
    writer.write({ id: 'a' }, {});
    writer.end();
    expect(response.ended).toBe(false);
  });

  it('does not wait for a reader that keeps up or has disconnected', async () => {
    expect(await isWaiting(writer.waitForReader())).toBe(false);
    response.writableNeedDrain = true;
    response.destroyed = true;
    expect(await isWaiting(writer.waitForReader())).toBe(false);
  });

  it('waits for a slow reader until it has caught up', async () => {
    response.writableNeedDrain = true;
    const waits = [writer.waitForReader(), writer.waitForReader()];
    expect(await isWaiting(Promise.race(waits))).toBe(true);
    expect(response.listenerCount('drain')).toBe(1);
    response.drain();
    await Promise.all(waits);
    expect(jest.getTimerCount()).toBe(0);
    expect(response.listenerCount('drain')).toBe(0);
    response.writableNeedDrain = true;
    expect(await isWaiting(writer.waitForReader())).toBe(true);
  });

  it('closes the connection of a reader that reads nothing for a minute', async () => {
    response.writableNeedDrain = true;
    const wait = writer.waitForReader();
    await jest.advanceTimersByTimeAsync(59_999);
    expect(response.destroyed).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(response.destroyed).toBe(true);
    await wait;
  });
});
