import { startProxy } from '../../../src/demo/recording-proxy';
import type { WireReply, WireRequest } from './wire';

/** One vendor call. `reply` is missing if the vendor cut the connection or never replied. */
export interface Exchange {
  readonly request: WireRequest;
  readonly reply?: WireReply;
  /** Whether the test made the vendor depart from its documentation. */
  readonly isUndocumented: boolean;
}

/** A proxy between gateway and sandbox that forwards every byte and records it. */
export interface Recorder {
  readonly url: string;
  /** In order of arrival. */
  readonly exchanges: readonly Exchange[];
  /** While true, calls are recorded with `isUndocumented`. */
  expectsUndocumented: boolean;
  /** Awaited before each call is forwarded; gets the number of earlier calls. */
  beforeCall: (earlier: number) => Promise<void>;
  /** Deletes the recorded calls. */
  clear(): void;
  close(): Promise<void>;
}

export async function startRecorder(vendorUrl: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const proxy = await startProxy(vendorUrl, {
    async onRequest(request) {
      await recorder.beforeCall(exchanges.length);
      exchanges.push({ request, isUndocumented: recorder.expectsUndocumented });
    },
    onReply(request, reply) {
      // a call that was cleared before its reply came stays cleared
      const index = exchanges.findLastIndex((exchange) => exchange.request === request);
      const exchange = exchanges[index];
      if (exchange !== undefined) exchanges[index] = { ...exchange, reply };
    },
  });
  const recorder: Recorder = {
    ...proxy,
    exchanges,
    expectsUndocumented: false,
    beforeCall: () => Promise.resolve(),
    clear: () => exchanges.splice(0),
  };
  return recorder;
}
