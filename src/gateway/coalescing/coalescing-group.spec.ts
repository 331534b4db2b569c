import { getEventListeners } from 'node:events';
import { GatewayError } from '../../core/gateway-error';
import { CoalescingGroup as Group } from './coalescing-group';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const now = () => performance.now();
const exhausted = () => new GatewayError('quota-exhausted', 'The quota was not available in time.');
const refused = () => new GatewayError('upstream-refused', 'The vendor refused the call.');

class CoalescingGroup<Request> extends Group<Request, string> {}
const result = (request: string, led: boolean) => `${request} ${String(led)}`;

/** Joins, and records how the member ends. */
function join(group: CoalescingGroup<string>, request: string, maxWaitMs = 1_000) {
  const disconnect = new AbortController();
  const { done } = group.join(request, { maxWaitMs, signal: disconnect.signal });
  const ended: { result?: string; error?: unknown } = {};
  void done.then(
    (value) => (ended.result = value),
    (error: unknown) => (ended.error = error),
  );
  return { disconnect, ended, done };
}

const settled = () => jest.advanceTimersByTimeAsync(0);

describe('joining a group', () => {
  it('is open to callers whose wait reaches to the forecast', () => {
    const group = new CoalescingGroup<string>(now, now() + 100);
    expect(group.accepts({ maxWaitMs: 100 })).toBe(true);
    expect(group.accepts({ maxWaitMs: 99 })).toBe(false);
    group.expectTokensAt(now() + 50);
    expect(group.accepts({ maxWaitMs: 99 })).toBe(true);
  });

  it('is open to callers that are no more urgent than the first member', () => {
    const group = new CoalescingGroup<string>(now);
    void group.join('a', { maxWaitMs: 1_000, signal: new AbortController().signal, urgency: 3 });
    const accepts = (urgency: number) => group.accepts({ maxWaitMs: 1_000, urgency });
    expect([2, 3, 6].map(accepts)).toEqual([false, true, true]);
  });

  it('ends when the group is sealed', () => {
    const group = new CoalescingGroup<string>(now);
    join(group, 'a');
    group.seal();
    expect(group.isWaiting).toBe(false);
    expect(group.accepts({ maxWaitMs: 1_000 })).toBe(false);
  });

  it('ends when all members have left', () => {
    const group = new CoalescingGroup<string>(now);
    expect(group.accepts({ maxWaitMs: 1_000 })).toBe(true);
    join(group, 'a').disconnect.abort();
    expect(group.accepts({ maxWaitMs: 1_000 })).toBe(false);
  });

  it('and leaving change the version, and requests keep the order of joining', () => {
    const group = new CoalescingGroup<string>(now);
    const versions = [group.version];
    join(group, 'a');
    versions.push(group.version);
    const { disconnect } = join(group, 'b');
    versions.push(group.version);
    join(group, 'c');
    disconnect.abort();
    versions.push(group.version);
    expect(new Set(versions).size).toBe(4);
    expect(group.requests).toEqual(['a', 'c']);
  });
});

describe('a member leaves', () => {
  it('at the end of its wait, with the time at which the tokens are expected', async () => {
    const group = new CoalescingGroup<string>(now, now() + 450.5);
    join(group, 'a');
    const { ended } = join(group, 'b', 200);
    await jest.advanceTimersByTimeAsync(199);
    expect(ended).toEqual({});
    await jest.advanceTimersByTimeAsync(1);
    expect(ended.error).toMatchObject({ code: 'quota-exhausted', details: { retryAfterMs: 251 } });
    expect(group.requests).toEqual(['a']);
  });

  it('at the end of its wait, and does not blame the quota that it could have had', async () => {
    const group = new CoalescingGroup<string>(now, now());
    const { ended } = join(group, 'a', 200);
    await jest.advanceTimersByTimeAsync(200);
    expect(ended.error).toMatchObject({
      message: expect.stringContaining('An earlier call to this target') as string,
      details: { retryAfterMs: 1_000 },
    });
  });

  it('when it disconnects, with the reason of its signal', async () => {
    const group = new CoalescingGroup<string>(now);
    const { disconnect, ended } = join(group, 'a');
    join(group, 'b');
    disconnect.abort(new Error('disconnected'));
    await settled();
    expect(ended.error).toEqual(new Error('disconnected'));
    expect(group.signal.aborted).toBe(false);
  });

  it('and the group is abandoned with the last one', () => {
    const group = new CoalescingGroup<string>(now);
    const members = [join(group, 'a'), join(group, 'b')];
    members[0]?.disconnect.abort(new Error('first'));
    expect(group.signal.aborted).toBe(false);
    members[1]?.disconnect.abort(new Error('last'));
    expect(group.signal.reason).toEqual(new Error('last'));
  });

  it('but not after the group was sealed', async () => {
    const group = new CoalescingGroup<string>(now);
    const one = join(group, 'a', 100);
    const other = join(group, 'b', 100);
    group.seal();
    other.disconnect.abort();
    await jest.advanceTimersByTimeAsync(200);
    expect([one.ended, other.ended]).toEqual([{}, {}]);
    expect(group.requests).toEqual(['a', 'b']);
  });

  it('without a timer or a listener left behind', () => {
    const group = new CoalescingGroup<string>(now);
    const { disconnect, done } = join(group, 'a');
    done.catch(() => undefined);
    const other = join(group, 'b');
    disconnect.abort();
    group.resolve(result);
    expect(jest.getTimerCount()).toBe(0);
    for (const { signal } of [disconnect, other.disconnect])
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('the leader', () => {
  it('is the first member, then the next, until the group has ended', async () => {
    const group = new CoalescingGroup<string>(now);
    const first = join(group, 'a');
    const second = join(group, 'b');
    const led: string[] = [];
    for (const { request } of group.leaders()) {
      led.push(request);
      if (request === 'a') first.disconnect.abort();
      else group.resolve(result);
    }
    await settled();
    expect(led).toEqual(['a', 'b']);
    expect(second.ended).toEqual({ result: 'b true' });
  });

  it('has no deadline in the group: the limiter keeps it', async () => {
    const group = new CoalescingGroup<string>(now);
    const { ended } = join(group, 'a', 100);
    group.leaders().next();
    await jest.advanceTimersByTimeAsync(200);
    expect(ended).toEqual({});
  });

  it('alone leaves where its wait for quota ends before the call is sent', async () => {
    const group = new CoalescingGroup<string>(now);
    const leader = join(group, 'a');
    const follower = join(group, 'b');
    group.leaders().next();
    const error = exhausted();
    group.reject(error, result);
    await settled();
    expect(leader.ended).toEqual({ error });
    expect(follower.ended).toEqual({});
    expect(group.isWaiting).toBe(true);
  });
});

describe('a leader that has disconnected', () => {
  it('takes no other member along at the end of its wait: the next one leads', async () => {
    const group = new CoalescingGroup<string>(now);
    const leader = join(group, 'a');
    const follower = join(group, 'b');
    const leaders = group.leaders();
    leaders.next();
    leader.disconnect.abort();
    group.reject(exhausted(), result);
    await settled();
    expect(follower.ended).toEqual({});
    expect(leaders.next().value).toMatchObject({ request: 'b' });
  });
});

describe('the end of a merged call', () => {
  it('names the leader', async () => {
    const group = new CoalescingGroup<string>(now);
    const members = [join(group, 'a'), join(group, 'b')];
    group.resolve(result);
    await settled();
    expect(members.map(({ ended }) => ended.result)).toEqual(['a true', 'b false']);
    expect(group.leaders().next().done).toBe(true);
  });

  it.each<[string, (group: CoalescingGroup<string>) => GatewayError]>([
    ['a failure before it was sent', refused],
    [
      'the end of a wait after it was sent once',
      (group) => {
        group.seal();
        return exhausted();
      },
    ],
  ])('in %s gives each member its own error', async (_, fail) => {
    const group = new CoalescingGroup<string>(now);
    const members = [join(group, 'a'), join(group, 'b')];
    group.reject(fail(group), (request, led) => {
      throw new Error(result(request, led));
    });
    await settled();
    expect(members.map(({ ended }) => ended.error)).toEqual([
      new Error('a true'),
      new Error('b false'),
    ]);
    expect(group.isWaiting).toBe(false);
    expect(group.requests).toEqual([]);
  });
});
