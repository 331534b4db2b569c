/** What the ledger keeps for replicas that may lose it, whichever messages and replies are lost or late. */
import { once } from 'node:events';
import fc from 'fast-check';
import { connectRedis, type RedisConnection } from '../../../src/redis/connection';
import { LedgerClient } from '../../../src/limiter/ledger/ledger-client';
import type { End, LedgerReply, Trust } from '../../../src/limiter/ledger/messages';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';
import { newAccount } from './replica';

const LIMIT = 100;
const REPLICAS = 3;
const QUOTA = { name: 'long', limit: LIMIT, share: 33, window: 600_000 };
const MOST = 33;
const FOR_EVER_MS = 600_000;

let server: RedisServer;
let connection: RedisConnection;
beforeAll(async () => {
  server = await startRedisServer();
  connection = connectRedis(server.url);
  await once(connection.client, 'ready');
});
afterAll(async () => {
  connection.release();
  await server.stop();
});

/** What becomes of a message: it may not be carried out before a later one, and its reply may be lost. */
type Fate = 'heard' | 'unheard' | 'late';

interface Step {
  readonly tokens: number;
  /** Whether it wants to know where the quota stands. */
  readonly isTold: boolean;
  readonly givesBack: boolean;
  readonly fate: Fate;
}

/** A replica as the ledger sees it: one trip at a time, and anew after each that failed. */
class Teller {
  /** By the last reply that it has heard. */
  held = 0;
  private trip = 0;
  private epoch = '';
  private joined = false;
  private grants: string[] = [];
  private late: (() => Promise<LedgerReply>)[] = [];

  constructor(
    private readonly name: string,
    private readonly ledger: LedgerClient,
  ) {}

  async tell({ tokens, isTold, givesBack, fate }: Step): Promise<void> {
    const ends = givesBack ? this.grants.splice(0) : [];
    const send = this.joined ? this.drawing(tokens, isTold, ends) : this.joining();
    if (fate === 'late') this.late.push(send);
    const reply = fate === 'late' ? undefined : await send();
    this.joined = fate === 'heard' && reply?.epoch !== '';
    if (!reply || !this.joined) return;
    this.epoch = reply.epoch;
    this.held = reply.views[0]?.trust ?? this.held;
    if (reply.grants[0] === 0) this.grants.push(`${this.name}:${this.trip}:1|long=${tokens}`);
  }

  /** What was under way for long arrives now; nobody waits for its reply. */
  async arrive(): Promise<void> {
    await this.late.shift()?.();
  }

  private drawing(tokens: number, isTold: boolean, ends: readonly string[]) {
    const request = {
      ...{ replica: this.name, trip: ++this.trip, trust: this.trust, epoch: this.epoch },
      ...{ flight: FOR_EVER_MS, absent: FOR_EVER_MS, leaving: false, line: '' },
      ends: ends.map((grant): End => [grant, 'unsent']),
      wants: tokens > 0 ? [{ draws: `long=${tokens}`, ahead: false }] : [],
      view: isTold ? ['long'] : [],
    };
    return (): Promise<LedgerReply> => this.ledger.draw(request);
  }

  private joining() {
    this.grants = [];
    const request = {
      ...{ replica: this.name, trip: ++this.trip, trust: this.trust, quotas: [QUOTA] },
      ...{ flight: FOR_EVER_MS, absent: FOR_EVER_MS, alone: false, known: this.epoch },
      ...{
        fresh: `${this.name}-${this.trip}`,
        cold: false,
        shortWindow: 1000,
        listen: 0,
      },
      ...{ away: [], resting: [], memory: { long: FOR_EVER_MS } },
    };
    return (): Promise<LedgerReply> => this.ledger.join(request);
  }

  private get trust(): Trust {
    return { long: [this.held, MOST] };
  }
}

const step = fc.record({
  who: fc.nat(REPLICAS - 1),
  tokens: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: LIMIT / 2 })),
  isTold: fc.boolean(),
  givesBack: fc.boolean(),
  fate: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Fate>('heard') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('unheard', 'late') },
  ),
  arrives: fc.boolean(),
});

it('never grants what a replica would go on with, whatever is lost or late', async () => {
  let most = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 100 }), async (steps) => {
      const account = newAccount();
      const ledger = new LedgerClient(connection, account);
      const tellers = Array.from({ length: REPLICAS }, (_, at) => new Teller(`r${at}`, ledger));
      for (const { who, arrives, ...told } of steps) {
        const teller = tellers[who];
        if (!teller) continue;
        await teller.tell(told);
        if (arrives) await teller.arrive();
        const free = await connection.client.hget(`{cmg:${account}}:long`, 'free');
        const held = tellers.reduce((sum, one) => sum + one.held, 0);
        most = Math.max(most, held);
        expect(Number(free ?? LIMIT)).toBeGreaterThanOrEqual(held);
      }
    }),
    { numRuns: 1000 },
  );
  expect(most).toBeGreaterThan(LIMIT / 2);
});
