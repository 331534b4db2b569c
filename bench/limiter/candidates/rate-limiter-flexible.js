const { Redis } = require('ioredis');
const { RateLimiterQueue, RateLimiterRedis } = require('rate-limiter-flexible');

/**
 * A fixed-window counter on Redis, behind the library's queue of waiting callers.
 * @type {import('./index').Open}
 */
function open({ limit, windowMs }, redisUrl) {
  const storeClient = new Redis(redisUrl);
  const limiter = new RateLimiterRedis({ storeClient, points: limit, duration: windowMs / 1_000 });
  const queue = new RateLimiterQueue(limiter);
  return {
    async acquire() {
      await queue.removeTokens(1);
      return () => undefined;
    },
    close: () => storeClient.disconnect(),
  };
}

module.exports = { open };
