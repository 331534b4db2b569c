import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { Axios, AxiosHeaders, type AxiosAdapter } from 'axios';
import type { KeepAlive } from '../core/provider';
import type { SignedRequest, UpstreamReply } from '../core/upstream';
import { CircuitBreaker, type CircuitState } from './circuit-breaker';
import {
  exchange,
  exchangeStreams,
  type BytesRequest,
  type HostConnection,
  type RawReply,
} from './exchange';
import { createHostRotation, isHostFailure } from './host-rotation';
import { createPool } from './connection-pool';
import type { Egress } from './egress';
import { TransportFailure } from './transport-failure';

export interface TransportSettings {
  /** Primary first, then backups. Their paths precede the path of every request. */
  readonly baseUrls: readonly string[];
  /** Longest time until a connection is made, and until the whole reply has arrived. */
  readonly timeouts: { readonly connectMs: number; readonly totalMs: number };
  readonly keepAlive: KeepAlive;
  /** Absent: calls go to the hosts directly. */
  readonly egress?: Egress;
  /** Most bytes of a reply's body, before and after decompression. */
  readonly maxReplyBytes: number;
}

/** The state of one host. */
export interface HostStatus {
  /** Name, with the port unless it is the scheme's default. */
  readonly host: string;
  /** The next call goes to this host. */
  readonly inUse: boolean;
  readonly circuit: CircuitState;
}

/** A reply, and when its request was sent, in monotonic milliseconds. */
export interface SentReply extends UpstreamReply {
  readonly sentMs: number;
}

/** The same with its bytes; a stream of them, if there are many. */
export interface BytesReply<Body = Buffer | Readable> extends Omit<SentReply, 'body'> {
  readonly body: Body;
}

/** How a request is forwarded. */
export interface ForwardOptions {
  /** A successful reply with more bytes is streamed; one of 400 or more is not. Default: none is. */
  readonly streamAbove?: number;
  readonly signal?: AbortSignal;
}

/** Sends the requests of one connection. */
export interface Transport {
  /**
   * Sends the request once, unchanged, to the host in use. Redirects are not followed. After a timeout,
   * a network error or a 5xx the next host is in use until it fails. A host that fails more than half
   * of its calls gets none for a while, except single calls that test it; the others are refused at once.
   * @throws TransportFailure if there is no whole reply
   */
  send(request: SignedRequest, signal?: AbortSignal): Promise<SentReply>;
  /**
   * The same for bytes. A failure of a streamed reply is one of its stream; then the host in use stays the
   * same.
   */
  forward(request: BytesRequest, options: ForwardOptions): Promise<BytesReply>;
  /** The current state of all hosts, primary first. */
  hosts(): readonly HostStatus[];
  /** Closes every connection; calls in progress fail. */
  close(): void;
}

/** axios without its defaults: they would change requests or replies, and merging them costs time. */
const client = new Axios({});
const NO_HEADERS = new AxiosHeaders();

/** @throws RangeError without a base URL */
export function createTransport(settings: TransportSettings): Transport {
  const hosts = settings.baseUrls.map((baseUrl) => ({
    ...connectTo(baseUrl, settings),
    name: new URL(baseUrl).host,
    breaker: new CircuitBreaker(),
  }));
  const [primary, ...backups] = hosts;
  if (primary === undefined) throw new RangeError('A transport needs at least one base URL.');
  const rotation = createHostRotation([primary, ...backups]);
  const call = async <Body>(send: (host: HostConnection) => Promise<BytesReply<Body>>) => {
    const host = rotation.current;
    try {
      const reply = await host.breaker.execute(send, host);
      if (isHostFailure(reply.status)) rotation.reportFailure(host);
      return reply;
    } catch (error) {
      if (isHostFailure(error)) rotation.reportFailure(host);
      throw error;
    }
  };
  return {
    async send(request, signal) {
      const reply = await call((host) => sendByAxios(host, request, signal));
      const { status, headers, body, sentMs } = reply;
      // pages of proxies about a failure may have any charset; only their status matters
      if (status < 300 && !isUtf8(body)) throw new TransportFailure('not-utf8', sentMs);
      return { status, headers, body: body.toString('utf8'), sentMs };
    },
    forward: (request, { streamAbove = Infinity, signal }) =>
      call((host) => exchangeStreams(host, request, streamAbove, signal)),
    hosts: () =>
      hosts.map((host) => ({
        host: host.name,
        inUse: host === rotation.current,
        circuit: host.breaker.state,
      })),
    close() {
      for (const { pool } of hosts) void pool.destroy();
    },
  };
}

function connectTo(
  baseUrl: string,
  { timeouts, keepAlive, egress, maxReplyBytes }: TransportSettings,
): HostConnection {
  const url = new URL(baseUrl);
  return {
    prefix: url.pathname.replace(/\/$/, ''),
    pool: createPool(url.origin, keepAlive, timeouts.connectMs, egress),
    timeouts,
    maxReplyBytes,
  };
}

const sendByAxios = async (
  host: HostConnection,
  request: SignedRequest,
  signal: AbortSignal | undefined,
): Promise<RawReply> => {
  const adapter = sendUnchanged(host, request, signal);
  // without the method, for which axios would prepare headers that the adapter does not send
  return (await client.request<RawReply>({ url: request.path, adapter })).data;
};

/**
 * Replaces axios' own adapter. That one parses the URL again, which resolves `..` and `%2E` and encodes
 * quotes, so that the request would differ from the signed one. It also does not tell whether a failed
 * request was sent. The whole reply is the `data` of axios' response, because axios would copy headers
 * one by one.
 */
const sendUnchanged =
  (host: HostConnection, request: BytesRequest, signal: AbortSignal | undefined): AxiosAdapter =>
  async (config) => {
    const data = await exchange(host, request, signal);
    return { status: data.status, statusText: '', headers: NO_HEADERS, data, config };
  };
