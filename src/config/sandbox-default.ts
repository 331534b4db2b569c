import { createHash } from 'node:crypto';

export const SANDBOX_KEY = 'sandbox-key';

/**
 * The configuration of a gateway that nobody has configured: loopback only, one key that everybody
 * knows, and the given connections to embedded sandboxes.
 */
export const sandboxDefault = (connections: Readonly<Record<string, object>>): object => ({
  server: { host: '127.0.0.1', port: 3000 },
  auth: {
    apiKeys: [
      {
        client: 'sandbox',
        sha256: createHash('sha256').update(SANDBOX_KEY).digest('hex'),
        connections: ['*'],
        access: ['read', 'write'],
      },
    ],
  },
  connections,
});
