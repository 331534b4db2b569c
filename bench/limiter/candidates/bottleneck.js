const Bottleneck = require('bottleneck');
const { Redis } = require('ioredis');

/**
 * Spaces calls evenly by `minTime`, because on Redis it refills reservoirs only every five seconds.
 * @type {import('./index').Open}
 */
async function open({ limit, windowMs }, redisUrl) {
  const connection = new Bottleneck.IORedisConnection({ client: new Redis(redisUrl) });
  const limiter = new Bottleneck({
    id: 'bench',
    connection,
    minTime: windowMs / limit,
  });
  await limiter.ready();
  return {
    acquire: () =>
      new Promise((granted, refused) => {
        limiter.schedule(() => new Promise((answered) => granted(answered))).catch(refused);
      }),
    async close() {
      await limiter.disconnect(false);
      await connection.disconnect(false);
    },
  };
}

module.exports = { open };
