/** The fallback reserves of the ledger when messages and replies are lost or late. */
import fc from 'fast-check';
import { connectRedis, type RedisConnection } from '../../../src/redis/connection';
import { LedgerClient } from '../../../src/limiter/ledger/ledger-client';
import type { FallbackReserves, GrantEnd, LedgerReply } from '../../../src/limiter/ledger/messages';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { newAccount } from './replica';

const LIMIT = 100;
const REPLICAS = 3;
const QUOTA = { name: 'long', limit: LIMIT, fallbackShare: 33, windowMs: 600_000 };
const WANTED = 33;
/** Longer than any of these tests. */
const NEVER_MS = 600_000;

let server: RedisServer;
let connection: RedisConnection;
beforeAll(async () => {
  server = await startRedisServer();
  connection = connectRedis(server.url);
  await connection.whenUsable(2000);
});
afterAll(async () => {
  connection.release();
  await server.stop();
});

/** `replied`; `reply lost`; `delayed`: carried out after later messages, and the reply is lost. */
type Fate = 'replied' | 'reply lost' | 'delayed';

interface Step {
  readonly tokens: number;
  /** Whether it asks for the state of the quota. */
  readonly asksForView: boolean;
  readonly givesBack: boolean;
  readonly fate: Fate;
}

/** A replica that sends one message at a time and joins again after each that failed. */
class FakeReplica {
  /** Its reserve by the last reply that it received. */
  held = 0;
  private trip = 0;
  private epoch = '';
  private joined = false;
  private grants: string[] = [];
  private delayed: (() => Promise<LedgerReply>)[] = [];

  constructor(
    private readonly name: string,
    private readonly ledger: LedgerClient,
  ) {}

  async send({ tokens, asksForView, givesBack, fate }: Step): Promise<void> {
    const ends = givesBack ? this.grants.splice(0) : [];
    const send = this.joined ? this.draw(tokens, asksForView, ends) : this.join();
    if (fate === 'delayed') this.delayed.push(send);
    const reply = fate === 'delayed' ? undefined : await send();
    this.joined = fate === 'replied' && reply?.epoch !== '';
    if (!reply || !this.joined) return;
    this.epoch = reply.epoch;
    this.held = reply.views[0]?.fallbackReserve ?? this.held;
    if (reply.grantedInMs[0] === 0) this.grants.push(`${this.name}:${this.trip}:1|long=${tokens}`);
  }

  /** Carries out the oldest delayed message; its reply is lost. */
  async deliverDelayed(): Promise<void> {
    await this.delayed.shift()?.();
  }

  private draw(tokens: number, asksForView: boolean, ends: readonly string[]) {
    const message = {
      replica: this.name,
      trip: ++this.trip,
      epoch: this.epoch,
      leaseMs: NEVER_MS,
      ends: ends.map((grant): GrantEnd => [grant, 'unsent']),
      requests: tokens > 0 ? [{ draws: `long=${tokens}`, mayBeLater: false }] : [],
      queued: '',
      views: asksForView ? ['long'] : [],
      silentAfterMs: NEVER_MS,
      isLeaving: false,
      fallbackReserves: this.reserves,
    };
    return (): Promise<LedgerReply> => this.ledger.draw(message);
  }

  private join() {
    this.grants = [];
    const message = {
      replica: this.name,
      trip: ++this.trip,
      leaseMs: NEVER_MS,
      silentAfterMs: NEVER_MS,
      fallbackReserves: this.reserves,
      isInFallback: false,
      knownEpoch: this.epoch,
      newEpoch: `${this.name}-${this.trip}`,
      quotas: [QUOTA],
      isColdStart: false,
      shortWindowMs: 1000,
      joinTimeMs: 0,
      inFlight: [],
      resting: [],
      historyMs: { long: NEVER_MS },
    };
    return (): Promise<LedgerReply> => this.ledger.join(message);
  }

  private get reserves(): FallbackReserves {
    return { long: [this.held, WANTED] };
  }
}

const step = fc.record({
  replica: fc.nat(REPLICAS - 1),
  tokens: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: LIMIT / 2 })),
  asksForView: fc.boolean(),
  givesBack: fc.boolean(),
  fate: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Fate>('replied') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('reply lost', 'delayed') },
  ),
  deliversDelayed: fc.boolean(),
});

it('never grants the reserves that replicas hold, whichever messages are lost or late', async () => {
  let mostHeld = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 100 }), async (steps) => {
      const account = newAccount();
      const ledger = new LedgerClient(connection, account);
      const replicas = Array.from(
        { length: REPLICAS },
        (_, index) => new FakeReplica(`r${index}`, ledger),
      );
      for (const { replica: index, deliversDelayed, ...message } of steps) {
        const replica = replicas[index];
        if (!replica) continue;
        await replica.send(message);
        if (deliversDelayed) await replica.deliverDelayed();
        const free = await connection.client.hget(`{cmg:${account}}:quota:long`, 'free');
        const held = replicas.reduce((sum, one) => sum + one.held, 0);
        mostHeld = Math.max(mostHeld, held);
        expect(Number(free ?? LIMIT)).toBeGreaterThanOrEqual(held);
      }
    }),
    { numRuns: 1000 },
  );
  expect(mostHeld).toBeGreaterThan(LIMIT / 2);
});
