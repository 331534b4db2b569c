import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayError } from '../../core/gateway-error';
import { PROBLEM_TYPE, toProblemDocument } from '../http/problems/problem-document';
import type { Lifecycle } from '../probes/lifecycle';

interface Refusal {
  readonly status: number;
  readonly detail: string;
}

/** Node's error codes for requests that are HTTP but exceed a limit. */
const LIMIT_ERRORS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The header of the request is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time.' },
};
const NOT_HTTP: Refusal = { status: 400, detail: 'The request is not valid HTTP.' };
const NOT_A_PROXY: Refusal = { status: 400, detail: 'The gateway is not a proxy.' };

/**
 * Replies with a problem document to requests that Node refuses before any handler runs. If a reply on
 * the connection has begun, the connection is closed instead: the document would end up inside that reply.
 */
export function refuseMalformedRequests(server: Server, lifecycle: Lifecycle): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isClosed = !socket.writable || error.code === 'ECONNRESET';
    if (isClosed || lifecycle.hasBegunReply(socket)) socket.destroy();
    else refuse(socket, LIMIT_ERRORS[error.code ?? ''] ?? NOT_HTTP);
  });
  server.on('connect', (_request, socket) => {
    refuse(socket, NOT_A_PROXY);
  });
  // RFC 9110 §10.1.1 allows a server to ignore an expectation that it does not know
  server.on('checkExpectation', (request, response) => {
    server.emit('request', request, response);
  });
}

function refuse(socket: Duplex, { status, detail }: Refusal): void {
  const requestId = randomUUID();
  const problem = toProblemDocument(new GatewayError('invalid-request', detail), requestId);
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
