import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { headerOf, type ApiRequest, type Client } from '../http/api-request';
import { clientOf, hasAccess } from '../auth/access';
import { ACTIVITY_RECORDER } from '../http/injection-tokens';
import { KEPT_SAMPLES, SAMPLE_INTERVAL_MS, type ActivityRecorder } from './activity-recorder';
import { figuresFor, QUOTA_FIGURES } from './connection-sample';
import type { ConnectionSample, Sample } from './history';
import { ReaderLimit } from './reader-limit';
import { SseWriter } from './sse-writer';

/** Credentials are checked when a stream starts; readers must present them again after this time. */
const MAX_STREAM_MS = 15 * 60_000;

/** Streams the samples of connections to the clients that may read them. */
@Injectable()
export class EventStreams {
  private readonly readers = new ReaderLimit();

  constructor(@Inject(ACTIVITY_RECORDER) private readonly recorder: ActivityRecorder) {}

  /**
   * Writes the samples recorded after `Last-Event-ID` and, with `follow`, each later one. Resolves when the
   * stream has ended: nothing is left to write, the reader has disconnected, the process shuts down or
   * `MAX_STREAM_MS` have passed.
   * @throws GatewayError overloaded when too many streams are open
   */
  async serve(request: ApiRequest, response: Response, follow: boolean): Promise<void> {
    const client = clientOf(request);
    if (response.closed) return;
    response.once('close', this.readers.admit(client.name));
    const signal = endSignal(response, this.recorder);
    const { history } = this.recorder;
    const lastEventMs = Number(headerOf(request, 'last-event-id') ?? 0);
    const writer = new SseWriter(response);
    const stopWatching = this.recorder.watched.add((name) => hasAccess(client, name, 'read'));
    try {
      const samples = follow ? history.follow(lastEventMs, signal) : history.recorded(lastEventMs);
      await writeSamples(samples, client, writer, signal);
    } finally {
      stopWatching();
      writer.end();
    }
  }
}

async function writeSamples(
  samples: AsyncIterable<Sample> | Iterable<Sample>,
  client: Client,
  writer: SseWriter,
  signal: AbortSignal,
): Promise<void> {
  let lastDescriptions = '';
  for await (const { atMs, connections, redis } of samples) {
    if (signal.aborted) return;
    const visible = [...connections].filter(([name]) => hasAccess(client, name, 'read'));
    const descriptions = visible.map(([, { description }]) => description).join();
    if (descriptions !== lastDescriptions)
      await writer.write('connections', connectionsEvent(descriptions));
    lastDescriptions = descriptions;
    const figures = visible
      .map(([name, connection]) => figuresSeenBy(client, name, connection))
      .join();
    const state = redis === undefined ? '' : `"redis":${redis},`;
    await writer.write('sample', `{"atMs":${atMs},${state}"connections":[${figures}]}`, atMs);
  }
}

/** Clients do not learn the names of other clients; operators do. */
function figuresSeenBy(client: Client, name: string, sample: ConnectionSample): string {
  const isOperator = hasAccess(client, name, 'operate');
  return figuresFor(sample, (other) => isOperator || other === client.name);
}

/** @param descriptions of the connections, in JSON, separated by commas */
function connectionsEvent(descriptions: string): string {
  const constants = JSON.stringify({
    everyMs: SAMPLE_INTERVAL_MS,
    keptMs: KEPT_SAMPLES * SAMPLE_INTERVAL_MS,
    quotaFigures: QUOTA_FIGURES,
  });
  return `${constants.slice(0, -1)},"connections":[${descriptions}]}`;
}

/** Aborts when the reader disconnects, the recorder closes or `MAX_STREAM_MS` have passed. */
function endSignal(response: Response, recorder: ActivityRecorder): AbortSignal {
  const controller = new AbortController();
  const end = (): void => {
    controller.abort();
  };
  const timer = setTimeout(end, MAX_STREAM_MS);
  const removeListener = recorder.onClose(end);
  response.once('close', () => {
    clearTimeout(timer);
    removeListener();
    end();
  });
  return controller.signal;
}
