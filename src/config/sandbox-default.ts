import { createHash } from 'node:crypto';

/** Public: everybody can read it in the documentation. */
export const SANDBOX_KEY = 'sandbox-key';

/**
 * The configuration of a gateway without a configuration file: it listens on loopback only, accepts
 * `SANDBOX_KEY`, and has the given connections to embedded sandboxes.
 */
export const sandboxDefault = (connections: Readonly<Record<string, object>>): object => ({
  server: { host: '127.0.0.1', port: 3000 },
  auth: {
    apiKeys: [
      {
        client: 'sandbox',
        sha256: createHash('sha256').update(SANDBOX_KEY).digest('hex'),
        connections: ['*'],
        access: ['read', 'write', 'operate', 'lease', 'vendor'],
      },
    ],
  },
  connections,
});
