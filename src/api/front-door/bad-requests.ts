import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import { GatewayError } from '../../core/gateway-error';
import { PROBLEM_TYPE, problemOf } from '../problem/problem';

/** What Node's parser calls a head that is too large. */
const TOO_LARGE = 'HPE_HEADER_OVERFLOW';

/** Requests that are no HTTP, and that no route ever sees, get a problem document too. */
export function answerBadRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const status = error.code === TOO_LARGE ? 431 : 400;
    const detail = status === 431 ? 'The head of the request is too large.' : 'This is no HTTP.';
    const requestId = randomUUID();
    const problem = problemOf(new GatewayError('invalid-request', detail), requestId);
    const body = JSON.stringify({ ...problem, status });
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
  // an expectation that is not understood may be passed over (RFC 9110 §10.1.1)
  server.on('checkExpectation', (request, response) => {
    server.emit('request', request, response);
  });
}
