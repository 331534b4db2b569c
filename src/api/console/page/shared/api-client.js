import { currentKey } from './api-key.js';

/** The gateway's address, including a base path: the console is one folder below it. */
export const ROOT = new URL('..', document.baseURI).href.replace(/\/$/, '');

/** No reply arrived: the gateway is down, or the network is. */
export class Unreachable extends Error {}

/** A reply with a problem document (RFC 9457). */
export class ProblemReply extends Error {
  constructor(reply) {
    super(problemOf(reply).title);
    this.problem = problemOf(reply);
  }
}

/** The problem document of a reply. A proxy may reply without one. */
export const problemOf = ({ status, body }) => body ?? { title: `Status ${status}`, status };

/**
 * Makes one call of the API with the current key.
 * @param {{method: string, path: string, headers?: Record<string, string>, body?: object}} call
 * @returns {Promise<{status: number, ok: boolean, headers: Headers, body: any, tookMs: number}>}
 * @throws {Unreachable} if the gateway does not reply
 */
export async function send(call) {
  const startedAt = performance.now();
  const response = await fetchReply(call);
  const text = await response.text();
  return {
    status: response.status,
    ok: response.ok,
    headers: response.headers,
    body: text === '' ? undefined : parseJson(text),
    tookMs: performance.now() - startedAt,
  };
}

/**
 * The body of the reply to a GET.
 * @throws {Unreachable} if the gateway does not reply
 * @throws {ProblemReply} if the reply is not a success
 */
export async function read(path) {
  const reply = await send({ method: 'GET', path });
  if (!reply.ok) throw new ProblemReply(reply);
  return reply.body;
}

/**
 * Opens a stream of server-sent events.
 * @param {string} lastEventId the event to continue after, or an empty string
 * @returns {Promise<AsyncIterable<Uint8Array>>} throws Unreachable if the connection breaks
 * @throws {Unreachable} if the gateway does not reply
 * @throws {ProblemReply} if the reply is not a success
 */
export async function openStream(path, lastEventId, signal) {
  const headers = {
    Accept: 'text/event-stream',
    ...(lastEventId !== '' && { 'Last-Event-ID': lastEventId }),
  };
  const response = await fetchReply({ method: 'GET', path, headers }, signal);
  if (!response.ok) {
    const body = parseJson(await response.text());
    throw new ProblemReply({ status: response.status, body });
  }
  return chunksOf(response.body.getReader(), signal);
}

function fetchReply({ method, path, headers = {}, body }, signal) {
  return fetch(ROOT + path, {
    method,
    signal,
    headers: {
      Authorization: `Bearer ${utf8AsLatin1(currentKey())}`,
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, utf8AsLatin1(value)]),
      ),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause) => {
    throw signal?.aborted ? cause : new Unreachable('The gateway does not reply.', { cause });
  });
}

/** Not every browser can iterate over a ReadableStream. */
async function* chunksOf(reader, signal) {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw signal.aborted ? cause : new Unreachable('The connection broke.', { cause });
  } finally {
    reader.releaseLock();
  }
}

/** Browsers encode headers as Latin-1. Returns the UTF-8 bytes of a text as Latin-1 characters. */
const utf8AsLatin1 = (text) => String.fromCharCode(...new TextEncoder().encode(text));

/** Undefined if the text is not JSON: a proxy may reply with anything. */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
