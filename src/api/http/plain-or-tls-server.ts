import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type { ServerTls } from '../../config';

/** The part of a server that does not depend on its classes of messages. */
type AnyServer = Pick<Server, 'on' | 'closeAllConnections'>;

/** Time for a TLS handshake. */
const HANDSHAKE_TIMEOUT_MS = 15_000;

/** @param tls absent: plain HTTP. With `clientCa`, handshakes without a certificate of a client fail. */
export function plainOrTlsServer<
  Request extends typeof IncomingMessage,
  Response extends typeof ServerResponse<InstanceType<Request>>,
>(
  options: ServerOptions<Request, Response>,
  tls: ServerTls | undefined,
  listener: RequestListener<Request, Response>,
): Server<Request, Response> {
  if (tls === undefined) return createServer(options, listener);
  const server = createTlsServer(
    {
      ...options,
      ...contextOptions(tls),
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      requestCert: tls.clientCa !== undefined,
      rejectUnauthorized: true,
    },
    listener,
  );
  closeHandshakes(server);
  return server;
}

/** Uses other certificates for new connections; those that are open keep theirs. */
export function changeCertificates(server: AnyServer, tls: ServerTls): void {
  if (server instanceof TlsServer) server.setSecureContext(contextOptions(tls));
}

/** The event of a socket that HTTP is written to. */
export const socketEventOf = (server: AnyServer): 'connection' | 'secureConnection' =>
  server instanceof TlsServer ? 'secureConnection' : 'connection';

const contextOptions = ({ cert, key, clientCa }: ServerTls): SecureContextOptions => ({
  cert,
  key: key.reveal(),
  ...(clientCa !== undefined && { ca: clientCa }),
});

/** Lets `closeAllConnections` close connections without a finished handshake too, which HTTP does not know. */
function closeHandshakes(server: AnyServer): void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeAll = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    closeAll();
    for (const socket of sockets) socket.destroy();
  };
}
