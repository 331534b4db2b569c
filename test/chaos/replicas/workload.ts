import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from './linearizable';
import type { ChaosStage } from './stage';

const SENDBIRD = '/v1/connections/sendbird/channels';
const MESSAGE = `${SENDBIRD}/group/sendbird_group_channel_1/messages/273778828/metadata`;
const COUNTERS = `${SENDBIRD}/open/sendbird_open_channel_1/counters`;
const NEXCONN = '/v1/connections/nexconn/channels';

/** Where callers write, how many of them at each key, and what they do there. */
const PLACES = [
  { name: 'x', at: MESSAGE, callers: 3, kinds: ['set', 'add', 'remove', 'delete', 'get', 'get'] },
  { name: 'y', at: MESSAGE, callers: 3, kinds: ['set', 'add', 'remove', 'delete', 'get', 'get'] },
  ...[
    { name: 'direct', at: `${NEXCONN}/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata` },
    { name: 'group', at: `${NEXCONN}/group/group-001/messages/MSG-GROUP-1/metadata` },
    { name: 'open', at: `${NEXCONN}/open/kvchatroom2/metadata` },
  ].map((place) => ({ ...place, callers: 2, kinds: ['set', 'delete', 'get'] as const })),
] as const satisfies readonly Place[];

interface Place {
  readonly name: string;
  readonly at: string;
  readonly callers: number;
  readonly kinds: readonly Event['kind'][];
}

interface Problem {
  readonly code?: string;
  readonly applied?: unknown;
  readonly retryAfterMs?: number;
  readonly values?: readonly string[];
}

/** What callers did and were answered while something went wrong. */
export class Callers {
  readonly events = new Map<string, Event[]>();
  /** By counter: increases that were acknowledged, and those of which nobody knows. */
  readonly counts = new Map<string, { done: number; unknown: number }>();
  readonly tally = new Map<string, number>();
  requests = 0;
  private stopped = false;
  private turn = 0;

  /** Nobody before has used these keys; vendors want them short. */
  private readonly name = randomUUID().slice(0, 8);

  constructor(private readonly stage: ChaosStage) {}

  /** Ends when everybody has been answered. */
  async run(forMs: number): Promise<void> {
    const writers = PLACES.flatMap((place) =>
      Array.from({ length: place.callers }, () => this.keepWriting(place)),
    );
    const counters = Array.from({ length: 3 }, () => this.keepCounting(this.name));
    await sleep(forMs);
    this.stopped = true;
    await Promise.all([...writers, ...counters]);
  }

  private async keepWriting(place: Place): Promise<void> {
    const key = `${this.name}-${place.name}`;
    const events = this.events.get(key) ?? [];
    this.events.set(key, events);
    while (!this.stopped) {
      const event = await this.write(place, key);
      if (event !== undefined) events.push(event);
      await sleep(Math.random() * 150);
    }
  }

  /** Undefined where certainly nothing was done. */
  private async write({ at, kinds }: Place, key: string): Promise<Event | undefined> {
    const kind = pick(kinds);
    const isSingle = !kinds.includes('add');
    const values = kind === 'delete' || kind === 'get' ? [] : isSingle ? [randomUUID()] : some();
    const fromMs = performance.now();
    const unknown = kind === 'get' ? undefined : { kind, values, fromMs, toMs: Infinity };
    const answer = await this.send(...requestOf(kind, `${at}/${key}`, values)).catch(
      () => undefined,
    );
    if (answer === undefined) return unknown;
    const { status, body } = answer;
    const absent = kind === 'get' && status === 404;
    if (status >= 300 && !absent) return body.applied === 'no' ? undefined : unknown;
    const shown = kind === 'set' || kind === 'delete' ? undefined : (body.values ?? []);
    return { kind, values, fromMs, toMs: performance.now(), ...(shown && { shown }) };
  }

  private async keepCounting(counter: string): Promise<void> {
    const count = this.counts.get(counter) ?? { done: 0, unknown: 0 };
    this.counts.set(counter, count);
    while (!this.stopped) {
      if (await this.increase(counter)) count.done += 1;
      else count.unknown += 1;
    }
  }

  /** With one idempotency key, however often and wherever it takes; false where nobody knows. */
  private async increase(counter: string): Promise<boolean> {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { counters: [{ key: counter, op: 'increase', amount: 1 }] };
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const answer = await this.send('PATCH', COUNTERS, body, headers).catch(() => undefined);
      if (answer?.status === 200) return true;
      if (
        answer?.body.code === 'upstream-timeout' &&
        answer.body.applied === 'unknown' &&
        attempt > 0
      )
        return false;
      await sleep(Math.min(1_000, answer?.body.retryAfterMs ?? 300));
    }
    return false;
  }

  /** Resolves when the fleet answers as usual: an empty Redis has been waited out. */
  async warmUp(): Promise<void> {
    for (const { at } of PLACES)
      for (let row = 0; row < 6;) {
        const answer = await this.send('PUT', `${at}/warm`, { values: ['a'] });
        row = answer.status === 200 ? row + 1 : 0;
        if (row === 0) await sleep(500);
      }
  }

  /** Values under one key of its own, through the replica of this turn. @returns the status */
  async setAt(turn: number, values: readonly string[]): Promise<number> {
    this.turn = turn - 1;
    return (await this.send('PUT', `${MESSAGE}/held`, { values })).status;
  }

  private async send(method: string, path: string, body?: object, headers = {}) {
    this.requests += 1;
    const response = await fetch(`${this.stage.urlOf((this.turn += 1))}${path}`, {
      method,
      headers: { ...this.stage.headers, Prefer: 'wait=3', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    }).catch((error: unknown) => {
      this.count('cut');
      throw error;
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Problem;
    this.count(`${response.status} ${parsed.code ?? ''}`.trim());
    return { status: response.status, body: parsed };
  }

  private count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }
}

function requestOf(
  kind: Event['kind'],
  at: string,
  values: readonly string[],
): readonly [method: string, path: string, body?: object] {
  switch (kind) {
    case 'set':
      return ['PUT', at, { values }];
    case 'add':
      return ['POST', `${at}/values`, { values }];
    case 'remove':
      return ['DELETE', `${at}/values?${values.map((value) => `values=${value}`).join('&')}`];
    case 'delete':
      return ['DELETE', at];
    case 'get':
      return ['GET', at];
  }
}

function pick<T>(list: readonly T[]): T {
  const one = list[Math.floor(Math.random() * list.length)];
  if (one === undefined) throw new RangeError('There is nothing to pick from.');
  return one;
}

/** One or two of four. */
const some = (): string[] => [...new Set([pick(['a', 'b', 'c', 'd']), pick(['a', 'b', 'c', 'd'])])];
