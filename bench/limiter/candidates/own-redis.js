const { createLimiter } = require('../../../dist/limiter');
const { connectRedis } = require('../../../dist/redis');
const { candidateOf, settingsOf } = require('./own-memory');

/** @type {import('./index').Open} */
function open(quota, redisUrl) {
  const redis = connectRedis(redisUrl);
  const fleet = {
    account: 'bench',
    redis,
    onLoss: 'refuse',
    replicaName: '',
    maxReplicas: 4,
    fallback: { forMs: 900_000, then: 'refuse' },
  };
  const candidate = candidateOf(createLimiter({ ...settingsOf(quota), fleet }));
  return {
    ...candidate,
    close() {
      candidate.close();
      redis.release();
    },
  };
}

module.exports = { open };
