import { createIdleReplica, EMPTY_REPLY } from '../../../test/limiter/idle-replica';
import { VirtualClock } from '../../../test/limiter/virtual-clock';
import type { InFlightCall } from '../in-flight';
import type { DrawMessage, JoinMessage, LedgerReply } from './messages';
import type { LedgerConnection } from './ledger-client';
import type { PlannedMessage } from './replica';
import { JoinSlots } from './join-slots';
import { LedgerSession } from './session';

const FALLBACK_MS = 5000;

type Message = ({ kind: 'join' } & JoinMessage) | ({ kind: 'draw' } & DrawMessage);

const callIn = (state: InFlightCall['state']): InFlightCall => ({ state }) as InFlightCall;

/** A session with a ledger that replies with `state.answer`, in virtual time. */
function start(isConnected = true) {
  const clock = new VirtualClock();
  const sent: (Message & { atMs: number })[] = [];
  const log: string[] = [];
  const state = {
    isConnected,
    answer: (() => ({})) as (message: Message) => Partial<LedgerReply> | Error,
  };
  const receive = (message: Message): Promise<LedgerReply> => {
    sent.push({ ...message, atMs: clock.now() });
    const answer = state.answer(message);
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve({ ...EMPTY_REPLY, ...answer });
  };
  const ledger: LedgerConnection = {
    onLost: () => () => undefined,
    get isConnected() {
      return state.isConnected;
    },
    join: (message) => receive({ kind: 'join', ...message }),
    joinSlots: new JoinSlots(() => clock.now()),
    draw: (message) => receive({ kind: 'draw', ...message }),
    release: () => {
      log.push('released');
    },
  };
  const replica = createIdleReplica(FALLBACK_MS, (line) => {
    log.push(line === 'discarded' ? line : `${line} at ${clock.now()}`);
  });
  const session = new LedgerSession(ledger, replica, clock);
  session.request();
  /** Lets the session finish what each moment begins. */
  const runTo = async (toMs: number) => {
    for (let atMs = clock.now(); atMs <= toMs; atMs += 1) {
      await clock.runTo(atMs);
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const kinds = () => sent.map(({ kind, atMs }) => `${kind} ${atMs}`);
  return { clock, runTo, sent, log, state, session, replica, kinds };
}

const noReply = (): Error => new Error('no reply');

it('joins, draws at once, and then sends a heartbeat every 250 ms', async () => {
  const { runTo, kinds } = start();
  await runTo(800);
  expect(kinds()).toEqual(['join 0', 'draw 250', 'draw 500', 'draw 750']);
});

it('saves a heartbeat when a message is sent anyway in the later half of the interval', async () => {
  const { runTo, session, kinds } = start();
  await runTo(150);
  session.endGrant('one', 'unsent');
  await runTo(410);
  expect(kinds()).toEqual(['join 0', 'draw 150', 'draw 400']);
});

it('tells the replica which messages are sent anyway, and which of them tell ends', async () => {
  const { runTo, session, replica } = start();
  await runTo(100);
  const planned: PlannedMessage[] = [];
  Object.assign(replica, {
    planRequests: (message: PlannedMessage) => {
      planned.push(message);
      return [];
    },
  });
  session.request();
  await runTo(110);
  session.endGrant('one', 'unsent');
  await runTo(400);
  expect(planned).toEqual([
    { isDue: false, hasEnds: false },
    { isDue: true, hasEnds: true },
    { isDue: false, hasEnds: false }, // the heartbeat that the message with the end has saved
    { isDue: true, hasEnds: false },
  ]);
});

it('sends heartbeats and reports of answers at the beats that all accounts share', async () => {
  const { runTo, session, kinds } = start();
  await runTo(117);
  session.endGrant('one', 'unsent'); // the next heartbeat is due at 367
  await runTo(400);
  expect(kinds()).toEqual(['join 0', 'draw 117', 'draw 400']);
  await runTo(417);
  session.endGrant('two', 'unsent');
  await runTo(430);
  session.endGrant('three', 'answered'); // to be reported by 680
  await runTo(700);
  expect(kinds().slice(3)).toEqual(['draw 417', 'draw 650']);
});

it('sends two messages in the time of a fallback while all its shares are set aside', async () => {
  const { runTo, state, kinds, sent, replica } = start();
  replica.isAtRest = true;
  state.answer = ({ kind }) => ({ isIdle: kind === 'draw' });
  await runTo(4000);
  expect(kinds()).toEqual(['join 0', 'draw 250', 'draw 2750']);
  expect(sent.at(-1)).toMatchObject({ idleForMs: 2500 + 5000 });
});

it('asks for no long silence while it is not at rest, and sends heartbeats without the consent', async () => {
  const { runTo, kinds, sent, replica } = start();
  await runTo(300);
  expect(sent.at(-1)).toMatchObject({ idleForMs: 0 });
  replica.isAtRest = true;
  await runTo(600);
  expect(kinds()).toEqual(['join 0', 'draw 250', 'draw 500']);
});

it('returns its shares at once when other replicas lack tokens', async () => {
  const { runTo, sent, session, replica, state } = start();
  replica.isAtRest = true;
  state.answer = ({ kind }) => ({ isIdle: kind === 'draw' });
  await runTo(400);
  const returns = ['set'];
  replica.fallback.takeReturns = () => returns.splice(0);
  replica.isAtRest = false;
  session.request();
  await runTo(410);
  expect(sent.at(-1)).toMatchObject({ kind: 'draw', atMs: 400, returns: ['set'], idleForMs: 0 });
});

it('waits for the connection without sending anything', async () => {
  const { runTo, kinds, state } = start(false);
  await runTo(190);
  expect(kinds()).toEqual([]);
  state.isConnected = true;
  await runTo(210);
  expect(kinds()).toEqual(['join 200']);
});

it('refuses 600 ms after the last message when the ledger has never answered', async () => {
  const { runTo, kinds, state, log, sent } = start();
  state.answer = noReply;
  await runTo(640);
  expect(kinds()).toEqual(['join 0', 'join 50']);
  await runTo(1000);
  expect(log).toContain('refusing at 650');
  expect(log.join()).not.toContain('fallback');
  expect(kinds()).toEqual(['join 0', 'join 50', 'join 650', 'join 900']);
  expect(sent.some((message) => message.kind === 'join' && message.isInFallback)).toBe(false);
});

it('is in fallback from 600 ms after the last message until the lease of its share has ended', async () => {
  const { runTo, kinds, state, log, sent } = start();
  await runTo(490);
  state.answer = noReply;
  await runTo(4000);
  expect(kinds().slice(0, 5)).toEqual(['join 0', 'draw 250', 'draw 500', 'join 550', 'join 1150']);
  expect(log.filter((line) => line.includes('at'))).toEqual(['fallback at 1150']);
  expect(sent.at(-1)).toMatchObject({ kind: 'join', isInFallback: true });
  // the last message that was answered was sent at 250
  await runTo(5600);
  expect(log.find((line) => line.startsWith('refusing'))).toMatch(/^refusing at 5[2-4]\d\d$/);
});

it('goes on with its share after the lease if it is told to', async () => {
  const { runTo, replica, log } = start(false);
  replica.fallback.outlastsLease = true;
  await runTo(20_000);
  expect(log.filter((line) => line.includes(' at '))).toEqual(['fallback at 600']);
});

it('may not use its share after the lease, also if it was stopped meanwhile', async () => {
  const { clock, runTo, state, session } = start();
  await runTo(300);
  state.isConnected = false;
  await runTo(1000);
  expect(session.mayUseShare(clock.now())).toBe(true);
  expect(session.mayUseShare(250 + FALLBACK_MS)).toBe(false);
});

it('uses its share for less time where its calls may outlast those that the ledger knows', async () => {
  const { runTo, state, session, replica } = start();
  await runTo(300);
  state.isConnected = false;
  await runTo(1000);
  replica.terms = { ...replica.terms, leaseMs: replica.terms.leaseMs + 2000 };
  expect(session.mayUseShare(250 + FALLBACK_MS - 2000)).toBe(false);
});

it('joins with its real usage as soon as it can while it refuses', async () => {
  const { runTo, state, log, sent } = start(false);
  await runTo(1000);
  state.isConnected = true;
  await runTo(1300);
  expect(log.filter((line) => line.includes(' at '))).toEqual([
    'refusing at 600',
    'shared at 1100',
  ]);
  expect(sent[0]).toMatchObject({ kind: 'join', isInFallback: false });
});

it('stays in fallback while the ledger is in quarantine, then joins with its real usage', async () => {
  const { runTo, state, log, sent } = start();
  await runTo(300);
  state.isConnected = false;
  await runTo(1000);
  state.answer = () => ({ opensInMs: 100 });
  state.isConnected = true;
  sent.length = 0;
  await runTo(1500);
  expect(log.join()).not.toContain('shared at');
  state.answer = () => ({ opensInMs: 0 });
  await runTo(2000);
  expect(log.filter((line) => line.startsWith('shared at'))).toHaveLength(1);
  const joins = sent.filter((message) => message.kind === 'join');
  expect(joins.at(-2)?.isInFallback).toBe(true);
  expect(joins.at(-1)?.isInFallback).toBe(false);
  expect(joins.at(-1)?.atMs).toBe(joins.at(-2)?.atMs); // no other account of the process comes between
});

it('keeps its lease while the ledger is in quarantine', async () => {
  const { runTo, state, log } = start();
  await runTo(300);
  state.isConnected = false;
  await runTo(1000);
  state.answer = () => ({ opensInMs: 100 });
  state.isConnected = true;
  await runTo(3 * FALLBACK_MS);
  expect(log.join()).not.toContain('refusing');
});

it.each([
  ['no reply to a draw', () => noReply()],
  ['a draw of an epoch that has ended', () => ({ epoch: '' })],
])('discards its grants and joins again after %s', async (_, answer) => {
  const { runTo, state, log, kinds } = start();
  await runTo(100);
  log.length = 0;
  state.answer = ({ kind }) => (kind === 'draw' ? answer() : {});
  await runTo(320);
  expect(log).toEqual(['discarded', 'discarded']);
  expect(kinds()).toEqual(['join 0', 'draw 250', 'join 300']);
});

it('allows only one failed join after a failed draw', async () => {
  const { runTo, state, kinds } = start();
  await runTo(100);
  state.answer = noReply;
  await runTo(800);
  expect(kinds()).toEqual(['join 0', 'draw 250', 'join 300']);
});

it('counts failures anew after a join that was answered', async () => {
  const { runTo, state, kinds } = start();
  await runTo(100);
  state.answer = ({ kind }) => (kind === 'draw' ? noReply() : {});
  await runTo(620);
  expect(kinds()).toEqual(['join 0', 'draw 250', 'join 300', 'draw 550', 'join 600']);
});

it('joins again at once when the terms have changed, and once only', async () => {
  const { runTo, replica, session, log, kinds } = start();
  await runTo(100);
  log.length = 0;
  replica.terms = { ...replica.terms, leaseMs: 2000 };
  session.request();
  await runTo(200);
  expect(log).toEqual(['discarded', 'discarded']);
  expect(kinds()).toEqual(['join 0', 'join 100']);
});

it('joins again after a disconnection, and keeps its grants until then', async () => {
  const { runTo, state, kinds, log } = start();
  await runTo(100);
  state.isConnected = false;
  await runTo(290);
  expect(log).toEqual(['discarded']); // before the first join
  state.isConnected = true;
  await runTo(320);
  expect([...log, ...kinds()]).toEqual(['discarded', 'discarded', 'join 0', 'join 300']);
});

it('sends all that is requested in one turn of the event loop in one message', async () => {
  const { runTo, session, sent } = start();
  await runTo(100);
  for (const name of ['one', 'two', 'three']) session.endGrant(name, 'unsent');
  await runTo(110);
  expect(sent.flatMap((message) => (message.kind === 'draw' ? [message.ends.length] : []))).toEqual(
    [3],
  );
});

it('delays the report of unused grants by up to 10 ms while tokens are ample', async () => {
  const { runTo, session, replica, kinds } = start();
  replica.hasAmpleTokens = true;
  await runTo(100);
  session.endGrant('one', 'unsent');
  await runTo(109);
  expect(kinds()).toEqual(['join 0']);
  await runTo(110);
  expect(kinds()).toEqual(['join 0', 'draw 110']);
});

it('reports the end of a call under the name of its grant, and not the end of its lease', async () => {
  const { runTo, session, sent, kinds } = start();
  await runTo(100);
  const [answered, expired, unknown] = [callIn('open'), callIn('open'), callIn('open')];
  const later = callIn('open');
  answered.grantName = 'a';
  expired.grantName = 'b';
  session.callEnded(expired, 'expired');
  session.callEnded(unknown, 'answered');
  session.callEnded(answered, 'answered');
  await runTo(150);
  later.grantName = 'c';
  session.callEnded(later, 'answered');
  await runTo(249);
  expect(kinds()).toEqual(['join 0']);
  await runTo(250);
  const ends = sent.flatMap((message) => (message.kind === 'draw' ? message.ends : []));
  // never longer ago than it was, by a clock that is too fast
  expect(ends).toEqual([
    ['a', 'answered', 149],
    ['c', 'answered', 99],
  ]);
});

describe('after close', () => {
  it('tells the ledger that it leaves when no call is in flight any more', async () => {
    const { runTo, session, replica, sent, log } = start();
    await runTo(100);
    const call = callIn('open');
    call.grantName = 'grant';
    replica.callsInFlight.push(call);
    session.close();
    await runTo(600);
    expect(log).not.toContain('released');
    replica.callsInFlight.pop();
    session.callEnded(call, 'answered');
    await runTo(610);
    const draws = sent.filter((message) => message.kind === 'draw');
    expect(draws.map(({ isLeaving }) => isLeaving)).toEqual([false, false, true]);
    expect(draws.at(-1)?.ends).toEqual([['grant', 'answered', 0]]);
    expect(log).toContain('released');
  });

  it('does not wait for a call that is lost', async () => {
    const { runTo, session, replica, log } = start();
    await runTo(100);
    replica.callsInFlight.push(callIn('lost'));
    session.close();
    await runTo(120);
    expect(log).toContain('released');
  });

  it.each([true, false])(
    'releases the connection once, also without a reply',
    async (connected) => {
      const { clock, runTo, session, state, log } = start(connected);
      state.answer = noReply;
      session.close();
      await runTo(2000);
      expect(log.filter((line) => line === 'released')).toHaveLength(1);
      expect(clock.pending).toBe(0);
    },
  );

  it('releases the connection in fallback', async () => {
    const { clock, runTo, session, log } = start(false);
    await runTo(1000);
    session.close();
    await runTo(1010);
    expect(log.at(-1)).toBe('released');
    expect(clock.pending).toBe(0);
  });

  it('sends nothing more', async () => {
    const { runTo, session, sent } = start();
    await runTo(100);
    session.close();
    await runTo(200);
    const count = sent.length;
    session.endGrant('late', 'unsent');
    session.request();
    await runTo(2000);
    expect(sent).toHaveLength(count);
  });
});
