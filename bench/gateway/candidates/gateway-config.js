const { createHash } = require('node:crypto');

const KEY = 'bench-key';

/** A quota that is never exhausted: every call draws its tokens, but none waits for them. */
const UNREACHED_LIMIT = 10_000_000;

/**
 * The configuration of a gateway with all features on, in JSON, which is valid YAML. A write to a group
 * message draws on two quotas.
 * @param {string} vendorUrl
 * @param {{ redisUrl?: string, limit?: number }} settings
 */
const gatewayConfig = (vendorUrl, { redisUrl, limit = UNREACHED_LIMIT } = {}) =>
  JSON.stringify({
    server: { host: '127.0.0.1' },
    log: { level: 'info' },
    ...(redisUrl !== undefined && { redis: { url: redisUrl } }),
    // a thousand callers on one core delay the event loop; measure them instead of refusing calls
    limits: { maxWaitMs: 60_000, maxWaiting: 20_000, maxLagMs: 60_000 },
    auth: {
      apiKeys: [
        {
          client: 'bench',
          sha256: createHash('sha256').update(KEY).digest('hex'),
          connections: ['*'],
          access: ['read', 'write', 'lease', 'vendor'],
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
        vendorRoutes: [
          {
            method: 'POST',
            path: '/v4/message/metadata/set',
            draws: { 'message-metadata.set': 1, 'group-message': 1 },
          },
        ],
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
