import { Axios, AxiosHeaders, type AxiosAdapter } from 'axios';
import type { KeepAlive } from '../core/provider';
import type { SignedRequest, UpstreamReply } from '../core/upstream';
import { circuitOf, createBreaker, fromBreaker, type Circuit } from './breaker';
import { exchange, type Link, type RawReply } from './exchange';
import { createHosts, isHostTrouble } from './hosts';
import { createPool } from './pool';

export interface TransportSettings {
  /** Primary, then backups. A path in one goes before every request's path. */
  readonly baseUrls: readonly string[];
  /** Milliseconds until a connection is made, and until the whole reply is there. */
  readonly timeouts: { readonly connectMs: number; readonly totalMs: number };
  readonly keepAlive: KeepAlive;
  /** Bytes of a reply's body after decompression. */
  readonly maxReplyBytes: number;
}

/** One host: whether it is in use, and whether its circuit lets calls through. */
export interface HostStatus {
  /** Name and port. */
  readonly host: string;
  readonly inUse: boolean;
  readonly circuit: Circuit;
}

/** The way to one vendor account. */
export interface Transport {
  /**
   * Sends the bytes as they are, once, to the host in use; redirects are replies like any other. After
   * a timeout, a network error or a 5xx the next request goes to the next host, and stays there. A
   * host that fails half of its calls is left alone for a while.
   *
   * @throws TransportFailure where there is no whole reply
   */
  send(request: SignedRequest, signal?: AbortSignal): Promise<UpstreamReply>;
  /** The hosts in the order of preference, as they stand now. */
  hosts(): readonly HostStatus[];
  /** Closes every connection; calls under way end as cut. */
  close(): void;
}

/**
 * axios without defaults: none of them would do but change what was signed or what was answered, and it
 * would merge them into every call.
 */
const client = new Axios({});
const NO_HEADERS = new AxiosHeaders();

/** @throws RangeError without a base URL */
export function createTransport(settings: TransportSettings): Transport {
  const links = settings.baseUrls.map((baseUrl) => ({
    ...linkTo(baseUrl, settings),
    host: new URL(baseUrl).host,
    breaker: createBreaker(),
  }));
  const [primary, ...backups] = links;
  if (primary === undefined) throw new RangeError('A transport needs at least one base URL.');
  const hosts = createHosts([primary, ...backups]);
  return {
    async send(request, signal) {
      const link = hosts.current;
      try {
        const { data } = await link.breaker.execute(() =>
          client.request<RawReply>({
            method: request.method,
            url: request.path,
            adapter: exactly(link, request, signal),
          }),
        );
        if (isHostTrouble(data.status)) hosts.failed(link);
        return { status: data.status, headers: data.headers, body: data.body.toString('utf8') };
      } catch (refusal) {
        const failure = fromBreaker(refusal);
        if (isHostTrouble(failure)) hosts.failed(link);
        throw failure;
      }
    },
    hosts: () =>
      links.map((link) => ({
        host: link.host,
        inUse: link === hosts.current,
        circuit: circuitOf(link.breaker),
      })),
    close() {
      for (const { pool } of links) void pool.destroy();
    },
  };
}

function linkTo(baseUrl: string, { timeouts, keepAlive, maxReplyBytes }: TransportSettings): Link {
  const url = new URL(baseUrl);
  return {
    prefix: url.pathname.replace(/\/$/, ''),
    pool: createPool(url.origin, keepAlive, timeouts.connectMs),
    timeouts,
    maxReplyBytes,
  };
}

/**
 * axios' own adapter parses the URL anew, which resolves `..` and `%2E` and re-encodes quotes: another
 * target than the one signed. It also cannot tell a request that never left from one that did. The reply
 * is axios' data as a whole: headers of its own it would read one by one.
 */
const exactly =
  (link: Link, request: SignedRequest, signal: AbortSignal | undefined): AxiosAdapter =>
  async (config) => {
    const data = await exchange(link, request, signal);
    return { status: data.status, statusText: '', headers: NO_HEADERS, data, config };
  };
