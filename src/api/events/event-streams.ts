import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { ApiRequest, Client } from '../http/api-request';
import { clientOf, mayUse } from '../auth/access';
import { ACTIVITY_RECORDER } from '../http/injection-tokens';
import { SseWriter } from './sse-writer';
import type { Sample } from './history';
import { SAMPLE_INTERVAL_MS, KEPT_SAMPLES, type ActivityRecorder } from './activity-recorder';
import { Readers } from './readers';
import { QUOTA_FIGURES } from './connection-sample';

/** Credentials may have ended meanwhile: after so long a reader has to show them again. */
const LONGEST_MS = 15 * 60_000;

/** Lets readers watch the connections that they may use. */
@Injectable()
export class EventStreams {
  private readonly readers = new Readers();

  constructor(@Inject(ACTIVITY_RECORDER) private readonly monitor: ActivityRecorder) {}

  /**
   * Writes what is remembered, then what comes, until somebody hangs up.
   * @throws GatewayError overloaded where too many read already
   */
  async serve(request: ApiRequest, response: Response, follow: boolean): Promise<void> {
    const client = clientOf(request);
    if (response.closed) return;
    response.once('close', this.readers.admit(client.name));
    const signal = endOf(response, this.monitor);
    const { history } = this.monitor;
    const sinceMs = Number(request.header('last-event-id') ?? 0);
    const lines = new SseWriter(response);
    try {
      const moments = follow ? history.from(sinceMs, signal) : history.until(sinceMs);
      await tell(moments, client, lines, signal);
    } finally {
      lines.end();
    }
  }
}

async function tell(
  moments: AsyncIterable<Sample> | Iterable<Sample>,
  client: Client,
  lines: SseWriter,
  signal: AbortSignal,
): Promise<void> {
  let told = '';
  for await (const { atMs, connections } of moments) {
    if (signal.aborted) return;
    const mine = [...connections].filter(([name]) => mayUse(client, name));
    const introduction = mine.map(([, { description }]) => description).join();
    if (introduction !== told) await lines.write('connections', aboutAll(introduction));
    told = introduction;
    await lines.write(
      'sample',
      samplesAt(atMs, mine.map(([, { figures }]) => figures).join()),
      atMs,
    );
  }
}

/** @param connections the descriptions, in JSON */
const aboutAll = (connections: string): string =>
  `{"everyMs":${SAMPLE_INTERVAL_MS},"keptMs":${KEPT_SAMPLES * SAMPLE_INTERVAL_MS},"quotaFigures":${JSON.stringify(QUOTA_FIGURES)},"connections":[${connections}]}`;

const samplesAt = (atMs: number, connections: string): string =>
  `{"atMs":${atMs},"connections":[${connections}]}`;

/** When the reader is gone, or the process is to end, or credentials are to be shown again. */
function endOf(response: Response, monitor: ActivityRecorder): AbortSignal {
  const controller = new AbortController();
  const end = (): void => {
    controller.abort();
  };
  const timer = setTimeout(end, LONGEST_MS);
  const forget = monitor.onClose(end);
  response.once('close', () => {
    clearTimeout(timer);
    forget();
    end();
  });
  return controller.signal;
}
