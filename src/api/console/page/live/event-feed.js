import { openStream } from '../shared/api-client.js';
import { readEvents } from './server-sent-events.js';

/** The delay before a reconnect, unless the gateway names one. */
const RETRY_DELAY_MS = 2_000;
const PATH = '/v1/events?follow=true';

/**
 * Reads the gateway's events while the page is visible, and reconnects after the last event that it got.
 * @param {{onEvent: (event: string, data: object) => void, onFailure: (error: Error) => void}} handlers
 * @returns {() => void} restarts from the oldest event with the current API key
 */
export function openEventFeed({ onEvent, onFailure }) {
  let controller = new AbortController();
  let lastEventId = '';

  async function readStream(signal) {
    const bytes = await openStream(PATH, lastEventId, signal);
    for await (const { event, data, id } of readEvents(bytes)) {
      if (signal.aborted) return;
      onEvent(event, JSON.parse(data));
      lastEventId = id;
    }
  }

  async function start() {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    while (!signal.aborted && document.visibilityState === 'visible') {
      const failure = await readStream(signal).catch((error) => error);
      if (signal.aborted) return;
      if (failure !== undefined) onFailure(failure);
      if (failure?.problem?.status === 401) return; // only another API key can help
      const delayMs = failure?.problem?.retryAfterMs ?? RETRY_DELAY_MS;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void start();
    else controller.abort();
  });
  void start();
  return () => {
    lastEventId = '';
    void start();
  };
}
