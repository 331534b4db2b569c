import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayError } from '../../core/gateway-error';
import type { Lifecycle } from '../probes/lifecycle';
import { PROBLEM_TYPE, toProblemDocument } from '../http/problems/problem-document';

/** What Node calls a head that is too large, and a request that does not arrive; the rest is no HTTP. */
const FAULTS: Readonly<Record<string, { readonly status: number; readonly says: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, says: 'The head of the request is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, says: 'The request did not arrive in time.' },
};
const NO_HTTP = { status: 400, says: 'This is no HTTP.' };

/**
 * Requests that are no HTTP, and that no route ever sees, get a problem document too; but not within an
 * answer that has begun.
 */
export function answerMalformedRequests(server: Server, lifecycle: Lifecycle): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isPast = !socket.writable || error.code === 'ECONNRESET';
    if (isPast || lifecycle.isAnswering(socket)) socket.destroy();
    else refuse(socket, FAULTS[error.code ?? ''] ?? NO_HTTP);
  });
  server.on('connect', (_request, socket) => {
    refuse(socket, { status: 400, says: 'This is no proxy.' });
  });
  // an expectation that is not understood may be passed over (RFC 9110 §10.1.1)
  server.on('checkExpectation', (request, response) => {
    server.emit('request', request, response);
  });
}

function refuse(socket: Duplex, { status, says }: (typeof FAULTS)[string]): void {
  const requestId = randomUUID();
  const problem = toProblemDocument(new GatewayError('invalid-request', says), requestId);
  const body = JSON.stringify({ ...problem, status });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
