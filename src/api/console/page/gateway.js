import { currentKey } from './key.js';

/** The gateway's address: the console is one folder below it, whatever stands before both. */
export const ROOT = new URL('..', document.baseURI).href.replace(/\/$/, '');

/** No answer came: the gateway is down, or the network is. */
export class Unreachable extends Error {}

/** An answer that says what went wrong (RFC 9457). */
export class ProblemReply extends Error {
  constructor(reply) {
    super(problemOf(reply).title);
    this.problem = problemOf(reply);
  }
}

/** The problem document of a reply; a proxy between may answer without one. */
export const problemOf = ({ status, body }) => body ?? { title: `Status ${status}`, status };

/**
 * One call of the API with this tab's key.
 * @param {{method: string, path: string, headers?: Record<string, string>, body?: object}} call
 * @returns {Promise<{status: number, ok: boolean, headers: Headers, body: any, tookMs: number}>}
 * @throws {Unreachable} where the gateway does not answer, and what the signal says
 */
export async function send(call, signal) {
  const startedAt = performance.now();
  const response = await answerTo(call, signal);
  const text = await response.text();
  return {
    status: response.status,
    ok: response.ok,
    headers: response.headers,
    body: text === '' ? undefined : parsed(text),
    tookMs: performance.now() - startedAt,
  };
}

function answerTo({ method, path, headers = {}, body }, signal) {
  return fetch(ROOT + path, {
    method,
    signal,
    headers: {
      Authorization: `Bearer ${bytesOf(currentKey())}`,
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, bytesOf(value)])),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause) => {
    throw signal?.aborted ? cause : new Unreachable('No answer.', { cause });
  });
}

/**
 * What a GET answers.
 * @throws {ProblemReply} where it is not a success
 */
export async function read(path, signal) {
  const reply = await send({ method: 'GET', path }, signal);
  if (!reply.ok) throw new ProblemReply(reply);
  return reply.body;
}

/**
 * An answer that does not end, as its bytes come.
 * @throws {Unreachable} where the gateway does not answer or is cut off, {ProblemReply} where it refuses
 */
export async function follow(path, lastId, signal) {
  const headers = {
    Accept: 'text/event-stream',
    ...(lastId !== '' && { 'Last-Event-ID': lastId }),
  };
  const response = await answerTo({ method: 'GET', path, headers }, signal);
  if (!response.ok) {
    const body = parsed(await response.text());
    throw new ProblemReply({ status: response.status, body });
  }
  return chunksOf(response.body.getReader(), signal);
}

/** Not every browser iterates over streams. */
async function* chunksOf(reader, signal) {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw signal.aborted ? cause : new Unreachable('Cut off.', { cause });
  } finally {
    reader.releaseLock();
  }
}

/** Browsers send headers as Latin-1; this gives them the UTF-8 bytes as such characters. */
const bytesOf = (text) => String.fromCharCode(...new TextEncoder().encode(text));

/** A proxy between may answer in something else than JSON. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
