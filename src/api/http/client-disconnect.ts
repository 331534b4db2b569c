import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import type { ApiRequest } from './api-request';

const known = new WeakMap<Socket, AbortSignal>();

/**
 * A signal that is told when the caller closes the connection. It is the same for all calls of a
 * connection: whoever is answered listens to it no more.
 */
export function disconnectSignal({ socket }: ApiRequest): AbortSignal {
  const found = known.get(socket);
  if (found !== undefined) return found;
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // of a batch, hundreds wait at once
  const hangUp = (): void => {
    controller.abort(new ClientDisconnected());
  };
  if (socket.destroyed) hangUp();
  else socket.once('close', hangUp);
  known.set(socket, controller.signal);
  return controller.signal;
}

/** Nobody is there to read an answer. */
export class ClientDisconnected extends Error {
  override readonly name = 'CallerGone';
}
