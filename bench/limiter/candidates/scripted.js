const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { Redis } = require('ioredis');

/**
 * A limiter in one Lua script, which takes a token and returns 0, or returns the milliseconds until the
 * next attempt.
 * @param {string} file in this folder
 * @returns {import('./index').Open}
 */
const scripted =
  (file) =>
  ({ limit, windowMs }, redisUrl) => {
    const redis = new Redis(redisUrl);
    redis.defineCommand('take', {
      numberOfKeys: 1,
      lua: readFileSync(join(__dirname, file), 'utf8'),
    });
    const take = () => /** @type {any} */ (redis).take('bench', limit, windowMs);
    return {
      async acquire() {
        for (let waitMs = await take(); waitMs > 0; waitMs = await take()) await sleep(waitMs);
        return () => undefined;
      },
      close: () => redis.disconnect(),
    };
  };

module.exports = { scripted };
