import { caller, request } from '../../test/support/gateway/in-process-gateway';
import { RecordedSpan } from '../../test/support/gateway/recorded-span';
import { OperationRun } from './operation-run';

const WRITE = request('PUT', '/message', { keys: ['a'] });

function start() {
  const disconnect = new AbortController();
  const span = new RecordedSpan();
  const client = caller({
    client: 'one',
    weight: 3,
    maxWaitMs: 500,
    signal: disconnect.signal,
    span,
  });
  return { disconnect, span, run: new OperationRun(client, 'main', 1_000, undefined, [span]) };
}

describe('the wait of a run', () => {
  it('lasts until the deadline of the caller', () => {
    const { disconnect, run } = start();
    expect(run.wait(1_200)).toEqual({
      client: 'one',
      weight: 3,
      connection: 'main',
      maxWaitMs: 300,
      begun: false,
      signal: disconnect.signal,
    });
    expect(run.wait(1_600).maxWaitMs).toBe(0);
  });

  it('has begun with the first acknowledged write: a disconnect and a shutdown no longer stop it', () => {
    const { disconnect, run } = start();
    run.usage.acknowledge(request('GET', '/message'));
    expect(run.wait(1_000).begun).toBe(false);
    run.usage.acknowledge(WRITE);
    disconnect.abort();
    expect(run.wait(1_200)).toMatchObject({ begun: true, maxWaitMs: 300 });
    expect(run.wait(1_200).signal.aborted).toBe(false);
  });

  it('of a leader ends with its own, and stops with its group', () => {
    const { run } = start();
    const { signal } = new AbortController();
    const leading = run.leading({ signal, callSpans: [] }, 1_100);
    expect(leading.wait(1_200)).toMatchObject({ client: 'one', maxWaitMs: 300, signal });
    expect(leading.usage).toBe(run.usage);
    expect(leading.callSpans).toEqual([]);
  });

  it('of a read-back is two seconds, whatever the caller waits and does', () => {
    const { disconnect, run, span } = start();
    disconnect.abort();
    const readBack = run.readingBack(9_000);
    expect(readBack.wait(9_500)).toMatchObject({ client: 'one', maxWaitMs: 1_500, begun: true });
    expect(readBack.wait(9_500).signal.aborted).toBe(false);
    expect(readBack.usage).toBe(run.usage);
    expect([readBack.span, readBack.callSpans]).toEqual([span, [span]]);
  });
});
