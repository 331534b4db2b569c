const { createLimiter } = require('../../../dist/limiter');

const DRAWS = [{ quota: 'calls', tokens: 1 }];
const WAIT = { client: 'bench', weight: 1, maxWaitMs: 60_000 };

/** @param {import('./index').Quota} quota */
const settingsOf = (quota) => ({
  quotas: [{ name: 'calls', ...quota }],
  clientTimeoutMs: 1_000,
  maxWaiting: 10_000,
});

/**
 * @param {import('../../../src/limiter').Limiter} limiter
 * @returns {import('./index').Candidate}
 */
const candidateOf = (limiter) => ({
  async acquire() {
    const grant = await limiter.acquire(DRAWS, WAIT);
    return () => grant.answered();
  },
  close: () => limiter.close(),
});

/** @type {import('./index').Open} */
const open = (quota) => candidateOf(createLimiter({ ...settingsOf(quota), coldStart: false }));

module.exports = { open, settingsOf, candidateOf };
