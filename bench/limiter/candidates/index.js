/**
 * @typedef {object} Candidate
 * @property {() => Promise<() => void>} acquire waits for one token; returns a
 *   function that must be called when the vendor has answered
 * @property {() => void | Promise<void>} close
 *
 * @typedef {object} Quota
 * @property {number} limit tokens in any window
 * @property {number} windowMs
 *
 * @typedef {(quota: Quota, redisUrl: string) => Candidate | Promise<Candidate>} Open
 */

/** In the order of the table. @type {Readonly<Record<string, Open>>} */
const CANDIDATES = {
  'this gateway, in memory': require('./own-memory').open,
  'this gateway, on Redis': require('./own-redis').open,
  'rate-limiter-flexible, on Redis': require('./rate-limiter-flexible').open,
  'bottleneck, on Redis': require('./bottleneck').open,
  'token bucket in Lua': require('./token-bucket').open,
  'sliding log in Lua': require('./sliding-log').open,
};

module.exports = { CANDIDATES };
