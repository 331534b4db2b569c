import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import type { ApiRequest } from './api-request';

const signals = new WeakMap<Socket, AbortSignal>();

/**
 * A signal that aborts with `ClientDisconnected` when the client closes its connection. All requests of
 * one connection share the signal, so remove each listener when its request has ended.
 */
export function disconnectSignal({ socket }: ApiRequest): AbortSignal {
  const known = signals.get(socket);
  if (known !== undefined) return known;
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // a batch has hundreds of waiting operations
  const abort = (): void => {
    controller.abort(new ClientDisconnected());
  };
  if (socket.destroyed) abort();
  else socket.once('close', abort);
  signals.set(socket, controller.signal);
  return controller.signal;
}

/** The client closed its connection before the reply. */
export class ClientDisconnected extends Error {
  override readonly name = 'ClientDisconnected';
}
