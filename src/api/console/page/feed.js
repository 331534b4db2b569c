import { readEvents } from './events.js';
import { follow } from './gateway.js';

/** How long to wait before asking again, unless the gateway says otherwise. */
const RETRY_MS = 2_000;
const PATH = '/v1/events?follow=true';

/**
 * Keeps reading the gateway's events, from where it was cut off, while the page is visible.
 * @param {{on: (event: string, data: object) => void, live: () => void, failed: (error: Error) => void}} told
 * @returns {() => void} begins anew, as after a change of the key
 */
export function openFeed(told) {
  let current = new AbortController();
  let lastId = '';

  async function read(signal) {
    const bytes = await follow(PATH, lastId, signal);
    for await (const { event, data, id } of readEvents(bytes)) {
      if (signal.aborted) return;
      told.on(event, JSON.parse(data));
      told.live();
      lastId = id;
    }
  }

  async function start() {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    while (!signal.aborted && document.visibilityState === 'visible') {
      const failure = await read(signal).catch((error) => error);
      if (signal.aborted) return;
      if (failure !== undefined) told.failed(failure);
      if (failure?.problem?.status === 401) return; // asking again would not help: another key would
      const retryMs = failure?.problem?.retryAfterMs ?? RETRY_MS;
      await new Promise((resume) => setTimeout(resume, retryMs));
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void start();
    else current.abort();
  });
  void start();
  return () => {
    lastId = '';
    void start();
  };
}
