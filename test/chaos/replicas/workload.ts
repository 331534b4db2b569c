import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { VENDOR_TIMEOUT_MS, type ChaosFleet } from './chaos-fleet';
import type { CallRecord } from './linearizability';

const SENDBIRD = '/v1/connections/sendbird/channels';
const SENDBIRD_MESSAGE = `${SENDBIRD}/group/sendbird_group_channel_1/messages/273778828/metadata`;
const COUNTERS = `${SENDBIRD}/open/sendbird_open_channel_1/counters`;
const NEXCONN = '/v1/connections/nexconn/channels';

/** One key that several callers read and write at the same time. */
interface SharedKey {
  readonly name: string;
  /** Path of the target's metadata. */
  readonly target: string;
  readonly callers: number;
  /** Calls to choose from at random. Targets with single values have no `add` and `remove`. */
  readonly kinds: readonly CallRecord['kind'][];
}

const SHARED_KEYS: readonly SharedKey[] = [
  {
    name: 'x',
    target: SENDBIRD_MESSAGE,
    callers: 3,
    kinds: ['set', 'add', 'remove', 'delete', 'get', 'get'],
  },
  {
    name: 'y',
    target: SENDBIRD_MESSAGE,
    callers: 3,
    kinds: ['set', 'add', 'remove', 'delete', 'get', 'get'],
  },
  {
    name: 'direct',
    target: `${NEXCONN}/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata`,
    callers: 2,
    kinds: ['set', 'delete', 'get'],
  },
  {
    name: 'group',
    target: `${NEXCONN}/group/group-001/messages/MSG-GROUP-1/metadata`,
    callers: 2,
    kinds: ['set', 'delete', 'get'],
  },
  {
    name: 'open',
    target: `${NEXCONN}/open/kvchatroom2/metadata`,
    callers: 2,
    kinds: ['set', 'delete', 'get'],
  },
];

const COUNTER_CALLERS = 3;
const MAX_ATTEMPTS = 60;
const REQUEST_TIMEOUT_MS = 20_000;

interface ReplyBody {
  readonly code?: string;
  readonly applied?: unknown;
  readonly retryAfterMs?: number;
  readonly values?: readonly string[];
}

/** Callers that read and write shared keys and a counter through all replicas, and record every answer. */
export class Workload {
  /** By key: the calls that may have taken effect. */
  readonly histories = new Map<string, CallRecord[]>();
  /** A prefix for keys that no earlier workload has used; short, because vendors limit keys. */
  private readonly prefix = randomUUID().slice(0, 8);
  /** Increases by 1 that were acknowledged, and those of unknown outcome. */
  readonly counter = { key: this.prefix, acknowledged: 0, unknown: 0 };
  /** Number of answers by HTTP status and problem code. */
  readonly answers = new Map<string, number>();
  requests = 0;
  private isStopped = false;
  private nextReplica = 0;

  constructor(private readonly fleet: ChaosFleet) {}

  /** Runs for this long, then resolves when every call has been answered. */
  async run(durationMs: number): Promise<void> {
    const keyCallers = SHARED_KEYS.flatMap((shared) =>
      Array.from({ length: shared.callers }, () => this.keepCalling(shared)),
    );
    const counterCallers = Array.from({ length: COUNTER_CALLERS }, () => this.keepIncreasing());
    await sleep(durationMs);
    this.isStopped = true;
    await Promise.all([...keyCallers, ...counterCallers]);
  }

  private async keepCalling(shared: SharedKey): Promise<void> {
    const key = `${this.prefix}-${shared.name}`;
    const history = this.histories.get(key) ?? [];
    this.histories.set(key, history);
    while (!this.isStopped) {
      history.push(...(await this.callOnce(shared, key)));
      await sleep(Math.random() * 150);
    }
  }

  /**
   * Makes one call. Returns nothing if it certainly had no effect. A write of unknown outcome is repeated when a
   * read does not show it, also where another write has replaced it meanwhile. So it may take effect twice, unless
   * its target is locked.
   */
  private async callOnce({ target, kinds }: SharedKey, key: string): Promise<CallRecord[]> {
    const kind = pick(kinds);
    const isLocked = kinds.includes('add');
    const values = pickValues(kind, isLocked);
    const startMs = performance.now();
    const unknown =
      kind === 'get' ? undefined : { kind, values, startMs, endMs: Number.POSITIVE_INFINITY };
    const { method, path, body } = requestFor(kind, `${target}/${key}`, values);
    const answer = await this.send(method, path, body).catch(() => undefined);
    const orNothing = unknown === undefined ? [] : [unknown];
    if (answer === undefined) return orNothing;
    const isMissing = kind === 'get' && answer.status === 404;
    if (answer.status >= 300 && !isMissing) {
      return answer.body.applied === 'no' ? [] : orNothing;
    }
    const endMs = performance.now();
    if (kind !== 'set' && kind !== 'delete')
      return [{ kind, values, startMs, endMs, shown: answer.body.values ?? [] }];
    const isRepeated = !isLocked && endMs - startMs >= VENDOR_TIMEOUT_MS;
    return [{ kind, values, startMs, endMs }, ...(isRepeated ? orNothing : [])];
  }

  private async keepIncreasing(): Promise<void> {
    while (!this.isStopped) {
      if (await this.increaseCounter()) this.counter.acknowledged += 1;
      else this.counter.unknown += 1;
    }
  }

  /** Retries with one idempotency key, each time at another replica. Returns false if the outcome stays unknown. */
  private async increaseCounter(): Promise<boolean> {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { counters: [{ key: this.counter.key, op: 'increase', amount: 1 }] };
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const answer = await this.send('PATCH', COUNTERS, body, headers).catch(() => undefined);
      if (answer?.status === 200) return true;
      const isUnknown =
        answer?.body.code === 'upstream-timeout' && answer.body.applied === 'unknown';
      if (isUnknown && attempt > 0) return false;
      await sleep(Math.min(1_000, answer?.body.retryAfterMs ?? 300));
    }
    return false;
  }

  /** Resolves when every target has accepted six writes in a row: the quarantine of an empty Redis is over. */
  async waitUntilHealthy(): Promise<void> {
    for (const { target } of SHARED_KEYS) {
      for (let inARow = 0; inARow < 6;) {
        const { status } = await this.send('PUT', `${target}/warm`, { values: ['a'] });
        inARow = status === 200 ? inARow + 1 : 0;
        if (inARow === 0) await sleep(500);
      }
    }
  }

  /** Sets the values of a key of its own through this replica. Returns the HTTP status. */
  async setThrough(replica: number, values: readonly string[]): Promise<number> {
    this.nextReplica = replica;
    return (await this.send('PUT', `${SENDBIRD_MESSAGE}/held`, { values })).status;
  }

  /** Sends a request to the next replica. @throws Error if the connection is cut */
  private async send(method: string, path: string, body?: object, headers = {}) {
    this.requests += 1;
    const url = this.fleet.urlOf(this.nextReplica);
    this.nextReplica += 1;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...this.fleet.headers, Prefer: 'wait=3', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    }).catch((error: unknown) => {
      this.countAnswer('connection cut');
      throw error;
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as ReplyBody;
    this.countAnswer(`${response.status} ${parsed.code ?? ''}`.trim());
    return { status: response.status, body: parsed };
  }

  private countAnswer(answer: string): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }
}

interface KeyRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

function requestFor(kind: CallRecord['kind'], path: string, values: readonly string[]): KeyRequest {
  switch (kind) {
    case 'set':
      return { method: 'PUT', path, body: { values } };
    case 'add':
      return { method: 'POST', path: `${path}/values`, body: { values } };
    case 'remove': {
      const query = values.map((value) => `values=${value}`).join('&');
      return { method: 'DELETE', path: `${path}/values?${query}` };
    }
    case 'delete':
      return { method: 'DELETE', path };
    case 'get':
      return { method: 'GET', path };
  }
}

function pick<T>(list: readonly T[]): T {
  const picked = list[Math.floor(Math.random() * list.length)];
  if (picked === undefined) throw new RangeError('Cannot pick from an empty list.');
  return picked;
}

/** A unique value for a single-valued key; one or two of four values for a multi-valued one. */
function pickValues(kind: CallRecord['kind'], isMultiValued: boolean): string[] {
  if (kind === 'delete' || kind === 'get') return [];
  if (!isMultiValued) return [randomUUID()];
  const values = ['a', 'b', 'c', 'd'];
  return [...new Set([pick(values), pick(values)])];
}
