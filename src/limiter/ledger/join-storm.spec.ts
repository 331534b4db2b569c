import { createIdleReplica, EMPTY_REPLY } from '../../../test/limiter/idle-replica';
import { VirtualClock } from '../../../test/limiter/virtual-clock';
import { JoinSlots } from './join-slots';
import type { LedgerConnection } from './ledger-client';
import type { LedgerReply } from './messages';
import { LedgerSession } from './session';

const REPLY_TIMEOUT_MS = 300;
const PROCESSES = 3;
const ACCOUNTS = 100;
const DRAW_MS = 0.1;

/**
 * Three processes with a hundred accounts each, and a server that carries out one message after the other, also
 * those whose replica waits no longer. Nothing is answered while it stands still.
 */
function start(joinMs: number) {
  const clock = new VirtualClock();
  let idleAtMs = 0;
  let opensAtMs = 0;
  const served = { joins: 0 };
  const serve = (tookMs: number): Promise<LedgerReply> =>
    new Promise((resolve, reject) => {
      const sentMs = clock.now();
      idleAtMs = Math.max(idleAtMs, sentMs) + tookMs;
      if (idleAtMs > sentMs + REPLY_TIMEOUT_MS) {
        clock.after(REPLY_TIMEOUT_MS, () => {
          reject(new Error('no reply'));
        });
      } else
        clock.schedule(idleAtMs, () => {
          resolve({ ...EMPTY_REPLY, opensInMs: Math.max(0, opensAtMs - clock.now()) });
        });
    });
  const modes = new Map<string, string>();
  for (let process = 0; process < PROCESSES; process += 1) {
    const joinSlots = new JoinSlots(() => clock.now());
    const ledger: LedgerConnection = {
      isConnected: true,
      joinSlots,
      onLost: () => () => undefined,
      draw: () => serve(DRAW_MS),
      join: () => {
        served.joins += 1;
        return serve(joinMs);
      },
      release: () => undefined,
    };
    for (let account = 0; account < ACCOUNTS; account += 1) {
      const replica = createIdleReplica(600_000, (line) => {
        if (line !== 'discarded') modes.set(`${process}:${account}`, line);
      });
      new LedgerSession(ledger, replica, clock).request();
    }
  }
  const standStill = (forMs: number, quarantineMs = 0) => {
    idleAtMs = clock.now() + forMs;
    opensAtMs = idleAtMs + quarantineMs;
  };
  const countShared = () =>
    PROCESSES * ACCOUNTS - [...modes.values()].filter((mode) => mode !== 'shared').length;
  return { clock, served, standStill, countShared };
}

const ALL = PROCESSES * ACCOUNTS;

it('brings all accounts out of fallback although their joins fill the server', async () => {
  // two joins of each of 300 accounts take the server 6 s; 16 joins of each process take it 480 ms
  const { clock, standStill, countShared } = start(10);
  await clock.runTo(20_000);
  expect(countShared()).toBe(ALL);
  standStill(2_000);
  await clock.runTo(21_900);
  expect(countShared()).toBe(0);
  const shared: number[] = [];
  for (let atMs = 22_000; atMs <= 40_000; atMs += 500) {
    await clock.runTo(atMs);
    shared.push(countShared());
  }
  expect(shared).toEqual([...shared].sort((one, other) => one - other));
  expect(shared.at(-1)).toBe(ALL);
});

it('joins about once a second while the ledger is in quarantine', async () => {
  const { clock, served, standStill, countShared } = start(0.1);
  await clock.runTo(5_000);
  standStill(2_000, 6_000);
  await clock.runTo(8_000);
  served.joins = 0;
  await clock.runTo(12_000);
  expect(served.joins).toBeLessThanOrEqual(5 * ALL);
  await clock.runTo(16_000);
  expect(countShared()).toBe(ALL);
});
