import { setMaxListeners } from 'node:events';
import { GatewayError } from '../../../src/core/gateway-error';
import type { CounterChange } from '../../../src/core/metadata';
import type { Operation, Reply } from '../../../src/core/operation';
import type { Adapter, PlanTable, Provider } from '../../../src/core/provider';
import type { SignedRequest, UpstreamReply, UpstreamRequest } from '../../../src/core/upstream';
import {
  Gateway,
  PassThrough,
  ReadMemory,
  systemEnvironment,
  type Caller,
  type Connection,
  type GatewayObserver,
  type VendorCall,
} from '../../../src/gateway';
import { createLimiter, type Limiter } from '../../../src/limiter';
import { ProcessLocks } from '../../../src/locks';

/** The vendor's side: answers a request, or fails it with a TransportFailure. */
export type Answer = (
  request: SignedRequest,
  index: number,
) => UpstreamReply | Promise<UpstreamReply>;

export const ok = (payload: unknown = {}): UpstreamReply => ({
  status: 200,
  headers: {},
  body: JSON.stringify(payload),
});
export const status = (code: number): UpstreamReply => ({ status: code, headers: {}, body: '' });

interface Settings {
  readonly answer?: Answer;
  /** Tokens of the quota `calls`, of which each vendor call draws one. */
  readonly limit?: number;
  readonly windowMs?: number;
  readonly readMemoryLimit?: number;
  readonly plans?: PlanTable;
  readonly serialized?: Adapter['lockedOperations'];
  readonly adapter?: Partial<Adapter>;
  readonly connection?: Partial<Connection>;
}

/** The total timeout of the connection. */
export const LONGEST_CALL_MS = 50;
const QUOTA = 'calls';
const DRAWS = [{ quota: QUOTA, tokens: 1 }];

/** A vendor request of the plans below. */
export const request = (
  method: UpstreamRequest['method'],
  path: string,
  more: Partial<UpstreamRequest> = {},
): UpstreamRequest => ({
  method,
  path,
  route: path,
  draws: DRAWS,
  effect: method === 'GET' ? 'read' : 'idempotent',
  ...more,
});

/**
 * The plans of a small vendor: `message.set` is one call for up to ten keys, `channel.set` is a call for each
 * key, `message.add-values` reads before it writes, `counters.change` is one call whose reply has the counters.
 * A key `invalid` breaks a rule of the vendor.
 */
const PLANS: PlanTable = {
  *'message.get'({ keys }) {
    const payload = yield request('GET', `/message?keys=${keys?.join(',') ?? '*'}`);
    return { entries: (payload as { entries?: [] }).entries ?? [] };
  },
  *'message.set'({ entries }) {
    const keys = entries.map(({ key }) => key);
    if (keys.includes('invalid'))
      throw new GatewayError('provider-limit', 'The key is invalid.', {});
    yield request('PUT', '/message', { body: JSON.stringify(entries), keys });
    return { entries };
  },
  *'channel.set'({ entries }) {
    for (const { key, values } of entries)
      yield request('PUT', `/channel/${key}`, { body: JSON.stringify(values), keys: [key] });
    return { entries };
  },
  *'message.add-values'({ add: [{ key, values } = { key: '', values: [] }] }) {
    const payload = yield request('GET', `/message?keys=${key}`);
    const held = (payload as { values?: string[] }).values ?? [];
    const all = [...held, ...values];
    yield request('PUT', `/message/${key}`, { body: JSON.stringify(all), keys: [key] });
    return { entries: [{ key, values: all }] };
  },
  *'counters.change'({ changes }) {
    const keys = changes.map(({ key }) => key);
    const isRepeatable = changes.every(({ op }) => op === 'set');
    const payload = yield request('PUT', '/counters', {
      body: JSON.stringify(changes),
      keys,
      effect: isRepeatable ? 'idempotent' : 'once',
    });
    return payload as Reply;
  },
};

const STATUS_CODES = {
  400: 'upstream-refused',
  401: 'upstream-auth-failed',
  429: 'upstream-throttled',
  503: 'upstream-unavailable',
} as const;

/** A gateway in this process on a real limiter and real locks; only vendor and network are scripted. */
function inProcessGateway(settings: Settings = {}) {
  const { answer = () => ok(), limit = 100, windowMs = 200, readMemoryLimit = 100_000 } = settings;
  const requests: SignedRequest[] = [];
  const merged: string[] = [];
  const cachedReads: string[] = [];
  const throttledForMs: number[] = [];
  const vendorCalls: VendorCall[] = [];
  const limiter = createLimiter({
    quotas: [{ name: QUOTA, limit, windowMs }],
    clientTimeoutMs: 1_000,
    maxWaiting: 1_000,
    coldStart: false,
  });
  const observer: GatewayObserver = {
    vendorCall: (call) => vendorCalls.push(call),
    throttled: (_connection, _quotas, forMs) => throttledForMs.push(forMs),
    merged: (_connection, operation) => merged.push(operation),
    cachedRead: (_connection, result) => cachedReads.push(result),
  };
  const connection = connectionOf(limiter, settings, async (signed) => {
    requests.push(signed);
    return answer(signed, requests.length - 1);
  });
  return {
    gateway: new Gateway(
      connection,
      systemEnvironment,
      observer,
      new ReadMemory(
        () => readMemoryLimit,
        () => performance.now(),
      ),
    ),
    connection,
    passThrough: new PassThrough(connection, systemEnvironment, observer),
    requests,
    merged,
    cachedReads,
    throttledForMs,
    vendorCalls,
    close: () => {
      limiter.close();
    },
  };
}

function connectionOf(
  limiter: Limiter,
  { plans = PLANS, serialized = ['message.add-values'], ...more }: Settings,
  send: (request: SignedRequest) => Promise<UpstreamReply>,
): Connection {
  const adapter: Adapter = {
    vendorAccountId: 'account',
    plans,
    quotas: [{ name: QUOTA, limit: 1, windowMs: 1, unit: 'requests', source: 'test' }],
    lockedOperations: serialized,
    mergeLimits: { 'message.set': 10, 'message.delete': 10, 'counters.change': 10 },
    sign: ({ method, path, body }) => ({
      method,
      path,
      headers: {},
      ...(body !== undefined && { body }),
    }),
    readReply: (_request, reply) => {
      if (reply.status === 200) return JSON.parse(reply.body) as unknown;
      const code = STATUS_CODES[reply.status as keyof typeof STATUS_CODES];
      throw new GatewayError(code, `status ${reply.status}`, { upstream: { provider: 'test' } });
    },
    warnings: () => [],
    ...more.adapter,
  };
  const everywhere = {
    direct: { support: 'native', atomic: true },
    group: { support: 'native', atomic: true },
  } as const;
  const provider = {
    name: 'test',
    title: 'Test',
    capabilities: {
      'message.get-many': everywhere,
      ...Object.fromEntries(Object.keys(plans).map((name) => [name, everywhere])),
    },
    secretHeaders: ['secret'],
  } as unknown as Provider;
  return {
    name: 'main',
    provider,
    adapter,
    limiter,
    locks: new ProcessLocks(),
    transport: {
      async send(signed) {
        const sentMs = performance.now();
        return { ...(await send(signed)), sentMs };
      },
      async forward({ body, ...signed }) {
        const sentMs = performance.now();
        const reply = await send({
          ...signed,
          ...(Buffer.isBuffer(body) && { body: body.toString() }),
        });
        return { ...reply, body: Buffer.from(reply.body), sentMs };
      },
      hosts: () => [],
      close: () => undefined,
    },
    longestCallMs: LONGEST_CALL_MS,
    maxCooldownMs: 60_000,
    baseUrl: 'https://vendor.example',
    defaultActorId: undefined,
    vendorRoutes: [],
    sendsTraceparent: false,
    mode: 'read-write',
    isRemoved: false,
    ...more.connection,
  };
}

const TARGET = {
  connection: 'main',
  channelType: 'direct',
  channelId: 'c',
  messageId: 'm',
} as const;

export function caller(more: Partial<Caller> = {}): Caller {
  const { signal = new AbortController().signal } = more;
  setMaxListeners(0, signal); // as the signal of a real connection
  return { client: 'client', weight: 1, maxWaitMs: 2_000, ...more, signal };
}

/** A set of these keys, each to the value given. */
export const setOf = (
  name: 'message.set' | 'channel.set',
  values: Readonly<Record<string, string>>,
  more: object = {},
): Operation => ({
  name,
  call: {
    target: TARGET,
    options: {},
    strict: false,
    entries: Object.entries(values).map(([key, value]) => ({ key, values: [value] })),
    isKeyInPath: false,
    ...more,
  },
});

export const addOf = (key: string, values: readonly string[]): Operation => ({
  name: 'message.add-values',
  call: {
    target: TARGET,
    options: {},
    strict: false,
    add: [{ key, values }],
    remove: [],
    entriesAt: 'path/key',
  },
});

export const deleteOf = (keys: readonly string[] | 'all'): Operation => ({
  name: 'message.delete',
  call: { target: TARGET, options: {}, strict: false, keys },
});

export const countOf = (...changes: readonly CounterChange[]): Operation => ({
  name: 'counters.change',
  call: { target: TARGET, options: {}, strict: false, changes },
});

export const readOf = (keys?: readonly string[]): Operation => ({
  name: 'message.get',
  call: { target: TARGET, options: {}, strict: false, ...(keys !== undefined && { keys }) },
});

const opened: { close(): void }[] = [];

/** A gateway that the test file closes after each test. */
export function openGateway(settings?: Settings) {
  const setup = inProcessGateway(settings);
  opened.push(setup);
  return setup;
}

export function closeGateways(): void {
  for (const each of opened.splice(0)) each.close();
}

/** The error with which a call fails. @throws Error where it succeeds */
export const failureOf = async (call: Promise<unknown>): Promise<GatewayError> =>
  call.then(
    () => {
      throw new Error('The call succeeded.');
    },
    (error: unknown) => error as GatewayError,
  );
