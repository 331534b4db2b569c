const { createHash } = require('node:crypto');

const KEY = 'bench-key';

/** More than anybody can ask for: every call draws its tokens, and nobody waits for them. */
const AMPLE = 10_000_000;

/**
 * A gateway with everything on, as JSON, which is YAML. Group messages draw on two quotas.
 * @param {string} vendorUrl
 * @param {{ redisUrl?: string, limit?: number }} settings
 */
const gatewayConfig = (vendorUrl, { redisUrl, limit = AMPLE } = {}) =>
  JSON.stringify({
    server: { host: '127.0.0.1' },
    log: { level: 'info' },
    ...(redisUrl !== undefined && { redis: { url: redisUrl } }),
    // a thousand callers at once on one core are late, and are to be measured, not refused
    limits: { maxWaitMs: 60_000, maxWaiting: 20_000, maxLagMs: 60_000 },
    auth: {
      apiKeys: [
        {
          client: 'bench',
          sha256: createHash('sha256').update(KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write'],
        },
      ],
    },
    connections: {
      bench: {
        provider: 'nexconn',
        appKey: 'bench',
        appSecret: 'sandbox-app-secret',
        baseUrls: [vendorUrl],
        defaultActorId: 'system',
        quotas: Object.fromEntries(
          ['message-metadata.set', 'message-metadata.list', 'group-message'].map((name) => [
            name,
            { limit },
          ]),
        ),
      },
    },
  });

module.exports = { gatewayConfig, KEY };
