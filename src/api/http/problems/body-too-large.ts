import type { ServerSettings } from '../../../config';
import { GatewayError } from '../../../core/gateway-error';

/** The settings with the largest body of a request, in bytes. */
export type BodyLimit = Extract<
  keyof ServerSettings,
  'bodyLimit' | 'streamedBodyLimit' | 'batchBodyLimit'
>;

/** @param setting that has the limit */
export const bodyTooLarge = (maxBytes: number, setting: BodyLimit): GatewayError =>
  new GatewayError(
    'payload-too-large',
    `The body is larger than ${maxBytes} bytes (server.${setting}).`,
  );
