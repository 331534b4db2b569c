/** The fallback shares that the ledger confirms, suspends and frees, message by message. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { connectRedis, type RedisConnection } from '../../../src/redis/connection';
import { LedgerClient } from '../../../src/limiter/ledger/ledger-client';
import type { DrawMessage, JoinMessage, LedgerReply } from '../../../src/limiter/ledger/messages';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { newAccount } from './replica';

const LIMIT = 40;
const SHARE = 10;
const WINDOW_MS = 300;
const QUOTAS = [{ name: 'set', limit: LIMIT, windowMs: WINDOW_MS }];
const SILENT_AFTER_MS = 200;
const LEASE_MS = 300;
const FALLBACK_MS = 800;

let server: RedisServer;
let operator: Redis;
let account: string;
let connections: RedisConnection[];
beforeAll(async () => {
  server = await startRedisServer();
  operator = new Redis(server.url);
});
beforeEach(() => {
  account = newAccount();
  connections = [];
});
afterEach(() => {
  for (const connection of connections) connection.release();
});
afterAll(async () => {
  operator.disconnect();
  await server.stop();
});

/** A replica that sends what a test tells it to. */
class Sender {
  epoch = '';
  private trip = 0;

  private constructor(
    private readonly replica: string,
    private readonly ledger: LedgerClient,
  ) {}

  static async create(replica: string, name = ''): Promise<Sender> {
    const connection = connectRedis(server.url);
    connections.push(connection);
    await connection.whenUsable(2000);
    return new Sender(replica, new LedgerClient(connection, account, name));
  }

  async join(more: Partial<JoinMessage> = {}): Promise<LedgerReply> {
    const reply = await this.ledger.join({
      ...this.message(),
      fallbackMs: FALLBACK_MS,
      isInFallback: false,
      knownEpoch: this.epoch,
      newEpoch: `${this.replica}-${this.trip}`,
      quotas: QUOTAS,
      channelQuotas: [],
      isColdStart: false,
      shortWindowMs: 1_000,
      joinTimeMs: 0,
      inFlight: [],
      resting: [],
      historyMs: { set: 0 },
      wantedShares: { set: SHARE },
      lostShares: {},
      leases: [],
      ...more,
    });
    if (reply.epoch !== '') this.epoch = reply.epoch;
    return reply;
  }

  draw(more: Partial<DrawMessage> = {}): Promise<LedgerReply> {
    return this.ledger.draw({
      ...this.message(),
      epoch: this.epoch,
      ends: [],
      channelEnds: [],
      channelQuotas: [],
      leaseEnds: [],
      listsLeases: false,
      requests: [],
      queued: '',
      views: ['set'],
      viewedClockMs: 0,
      isLeaving: false,
      idleForMs: 0,
      areSharesAside: false,
      returns: [],
      wantedShares: {},
      ...more,
    });
  }

  endSuspension(replica: string, quota = 'set'): Promise<LedgerReply> {
    const { epoch } = this;
    const message = { epoch, silentAfterMs: SILENT_AFTER_MS, quota, silentReplica: replica };
    return this.ledger.endSuspension(message);
  }

  /** The suspended shares: replica and draws. */
  async suspended(): Promise<readonly (readonly [string, string])[] | undefined> {
    const { suspended } = await this.draw({ viewedClockMs: 1 });
    return suspended?.map(([replica, draws]) => [replica, draws]);
  }

  private message() {
    const { replica } = this;
    return { replica, trip: ++this.trip, leaseMs: LEASE_MS, silentAfterMs: SILENT_AFTER_MS };
  }
}

const freeIn = ({ views }: LedgerReply): number | undefined => views[0]?.free;
const untilSilent = () => sleep(SILENT_AFTER_MS + 50);

/** Heartbeats, so that this replica is not silent, until then. */
async function watch(replica: Sender, forMs: number): Promise<number | undefined> {
  const untilMs = performance.now() + forMs;
  let free: number | undefined;
  while (performance.now() < untilMs) {
    free = freeIn(await replica.draw());
    await sleep(40);
  }
  return free;
}

async function twoReplicas(): Promise<readonly [Sender, Sender]> {
  const [one, two] = [await Sender.create('one'), await Sender.create('two')];
  await one.join();
  expect(freeIn(await two.join())).toBe(LIMIT);
  return [one, two];
}

it('confirms shares up to the limit, however many replicas want one', async () => {
  // connected before the first joins, which is silent until the last has joined
  const senders: Sender[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) senders.push(await Sender.create(name));
  const confirmed: number[] = [];
  for (const sender of senders) {
    const { shares } = await sender.join({ wantedShares: { set: 12 } });
    confirmed.push(shares[0]?.[1] ?? NaN);
  }
  expect(confirmed).toEqual([12, 12, 12, 4, 0]);
  await senders[0]?.draw({ isLeaving: true });
  const { shares } = (await senders[4]?.draw({ wantedShares: { set: 12 } })) ?? {};
  expect(shares).toEqual([['set', 12]]);
});

it('suspends the share of a silent replica until its fallback, a lease and a window have passed', async () => {
  const [, two] = await twoReplicas();
  expect(await watch(two, SILENT_AFTER_MS + 100)).toBe(LIMIT - SHARE);
  expect(await watch(two, FALLBACK_MS + LEASE_MS + WINDOW_MS - 250)).toBe(LIMIT - SHARE);
  expect(await watch(two, 400)).toBe(LIMIT);
  const { shares } = await (await Sender.create('three')).join({ wantedShares: { set: 30 } });
  expect(shares).toEqual([['set', 30]]);
});

it('frees the share at once when its replica joins again', async () => {
  const [one, two] = await twoReplicas();
  expect(await watch(two, SILENT_AFTER_MS + 100)).toBe(LIMIT - SHARE);
  expect(freeIn(await one.join())).toBe(LIMIT);
});

it('replaces the share by the use that a replica in fallback reports', async () => {
  const [one, two] = await twoReplicas();
  await watch(two, SILENT_AFTER_MS + 100);
  const inFlight: JoinMessage['inFlight'] = [[`set=${SHARE + 1}`, LEASE_MS]];
  expect(freeIn(await one.join({ isInFallback: true, inFlight }))).toBe(LIMIT - SHARE - 1);
  expect(freeIn(await one.join())).toBe(LIMIT);
});

it('gives the share of a replica that leaves back at once', async () => {
  const [one, two] = await twoReplicas();
  await one.draw({ isLeaving: true });
  expect(await watch(two, SILENT_AFTER_MS + 100)).toBe(LIMIT);
});

it.each(['join', 'draw'] as const)(
  'ignores a %s that arrives when its replica may be in fallback',
  async (kind) => {
    const [one, two] = await twoReplicas();
    await operator.call('CLIENT', 'PAUSE', 2 * SILENT_AFTER_MS, 'ALL');
    await expect(one[kind]()).rejects.toThrow();
    await sleep(2 * SILENT_AFTER_MS);
    await two.join();
    expect(freeIn(await two.draw())).toBe(LIMIT - SHARE);
  },
);

it('ignores a message that arrives after a later one of the same replica', async () => {
  const [one] = await twoReplicas();
  const late = await Sender.create('one');
  await one.draw();
  late.epoch = one.epoch;
  expect(await late.join()).toMatchObject({ epoch: '' });
  expect(await late.draw()).toMatchObject({ epoch: '' });
});

it('suspends one share, however often its replica falls silent', async () => {
  const [one, two] = await twoReplicas();
  for (let time = 0; time < 3; time += 1) {
    expect(await watch(two, SILENT_AFTER_MS + 100)).toBe(LIMIT - SHARE);
    expect(freeIn(await one.join())).toBe(LIMIT);
  }
});

it('keeps its keys until the fallback of every replica has ended', async () => {
  const one = await Sender.create('one');
  await one.join({ fallbackMs: 3_600_000 });
  for (const key of await operator.keys(`{cmg:${account}}*`))
    expect(await operator.pttl(key)).toBeGreaterThan(3_600_000);
});

describe('a replica that joins under the name of another', () => {
  const restart = async (name: string, isSilent = true) => {
    const crashed = await Sender.create('one', 'pod');
    await crashed.join();
    if (isSilent) await untilSilent();
    const restarted = await Sender.create('two', name);
    expect(freeIn(await restarted.join())).toBe(LIMIT - SHARE);
    return { crashed, restarted };
  };

  it.each([
    ['has been silent', true],
    ['crashed a moment ago', false],
  ])(
    'ends the suspension of its former life after a lease and a window, if it %s',
    async (_, isSilent) => {
      const { restarted } = await restart('pod', isSilent);
      expect(await watch(restarted, LEASE_MS + WINDOW_MS - 150)).toBe(LIMIT - SHARE);
      expect(await watch(restarted, 300)).toBe(LIMIT);
    },
  );

  it('leaves the share of a replica with another name suspended', async () => {
    const { restarted } = await restart('a new pod');
    expect(await watch(restarted, LEASE_MS + WINDOW_MS + 100)).toBe(LIMIT - SHARE);
  });

  it('ends nothing when it joins again', async () => {
    const { crashed, restarted } = await restart('pod');
    await crashed.join();
    expect(await watch(restarted, LEASE_MS + WINDOW_MS + 100)).toBe(LIMIT - SHARE);
  });
});

describe('the suspended share of a replica that has ended', () => {
  const crash = async (name: string): Promise<Sender> => {
    const [one, two] = [await Sender.create('one', name), await Sender.create('two')];
    await one.join();
    await two.join();
    await watch(two, SILENT_AFTER_MS + 100);
    return two;
  };

  it.each([
    ['its name', 'pod', 'pod'],
    ['its id, without a name', '', 'one'],
  ])('is listed and ended under %s', async (_, name, told) => {
    const two = await crash(name);
    expect(await two.suspended()).toEqual([[told, `set=${SHARE}`]]);
    expect(await two.endSuspension('three')).toMatchObject({ isEnded: false });
    expect(await two.endSuspension(told)).toMatchObject({ isEnded: true });
    expect(await two.suspended()).toEqual([]);
    expect(await two.endSuspension(told)).toMatchObject({ isEnded: false });
  });

  it('is free one lease and one window later', async () => {
    const two = await crash('pod');
    await two.endSuspension('pod');
    expect(await watch(two, LEASE_MS + WINDOW_MS - 150)).toBe(LIMIT - SHARE);
    expect(await watch(two, 1_000)).toBe(LIMIT);
  });

  it('can be confirmed to another replica at once', async () => {
    await (await crash('pod')).endSuspension('pod');
    const { shares } = await (await Sender.create('three')).join({ wantedShares: { set: 30 } });
    expect(shares).toEqual([['set', 30]]);
  });

  it('is counted again when the replica comes back', async () => {
    const [one, two] = await twoReplicas();
    await watch(two, SILENT_AFTER_MS + 100);
    await two.endSuspension('one');
    const inFlight: JoinMessage['inFlight'] = [[`set=${SHARE}`, LEASE_MS]];
    expect(freeIn(await one.join({ isInFallback: true, inFlight }))).toBe(LIMIT - SHARE);
    expect(freeIn(await one.join())).toBe(LIMIT);
  });

  it('leaves those of other quotas suspended', async () => {
    const quotas = [...QUOTAS, { name: 'get', limit: LIMIT, windowMs: WINDOW_MS }];
    const terms = { quotas, wantedShares: { set: SHARE, get: 5 }, historyMs: { set: 0, get: 0 } };
    const [one, two] = [await Sender.create('one'), await Sender.create('two')];
    await one.join(terms);
    await two.join(terms);
    await watch(two, SILENT_AFTER_MS + 100);
    await two.endSuspension('one');
    expect(await two.suspended()).toEqual([['one', 'get=5']]);
    expect(await two.endSuspension('one', 'get')).toMatchObject({ isEnded: true });
    expect(await two.suspended()).toEqual([]);
  });

  it('stays ended when it was of a lost epoch and another replica joins', async () => {
    const lost = { lostShares: { set: [3 * SHARE, SHARE] } } as const;
    const [one, two] = await twoReplicas();
    await operator.flushall();
    await one.join(lost);
    expect(await one.suspended()).toEqual([['lost', `set=${2 * SHARE}`]]);
    await one.endSuspension('lost');
    await two.join(lost);
    expect(await one.suspended()).toEqual([]);
  });
});

describe('after the loss of an epoch', () => {
  const lost = { lostShares: { set: [2 * SHARE, SHARE] } } as const;

  it('suspends the shares of replicas that do not come back', async () => {
    const [one, two] = await twoReplicas();
    await operator.flushall();
    expect(freeIn(await one.join(lost))).toBe(LIMIT - SHARE);
    expect(freeIn(await two.join(lost))).toBe(LIMIT);
  });

  it('does not take a repeated join for the join of another replica', async () => {
    const [one] = await twoReplicas();
    const { epoch } = one;
    await operator.flushall();
    await one.join(lost);
    one.epoch = epoch; // as if the reply had been lost
    expect(freeIn(await one.join(lost))).toBe(LIMIT - SHARE);
  });

  it('frees them when the last fallback has ended', async () => {
    const [one] = await twoReplicas();
    await operator.flushall();
    await one.join(lost);
    expect(await watch(one, FALLBACK_MS)).toBe(LIMIT - SHARE);
    expect(await watch(one, LEASE_MS + WINDOW_MS + 200)).toBe(LIMIT);
  });

  it('confirms none of them to others', async () => {
    const [one] = await twoReplicas();
    await operator.flushall();
    const { shares } = await one.join({ ...lost, wantedShares: { set: LIMIT } });
    expect(shares).toEqual([['set', LIMIT - SHARE]]);
  });
});

it('counts a first message by its reply timeout', async () => {
  await (await Sender.create('one')).join();
  await untilSilent();
  expect(freeIn(await (await Sender.create('two')).join())).toBe(LIMIT - SHARE);
});
