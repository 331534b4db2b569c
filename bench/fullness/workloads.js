/**
 * Callers that together always want more tokens than the quota has. Each calls again when it is answered.
 * @typedef {{ readonly tokens: () => number, readonly maxWaitMs: number, readonly client: string }} Caller
 */
const randomUpTo = (max) => 1 + Math.floor(Math.random() * max);

/** @returns {Caller[]} */
const callers = (count, tokens, maxWaitMs, client) =>
  Array.from({ length: count }, () => ({ tokens, maxWaitMs, client }));

const LONG_WAIT_MS = 30_000;

/** The callers of a whole fleet: number, tokens of a call, longest wait and client of each kind. */
const WORKLOADS = {
  'one token each': [[240, () => 1, LONG_WAIT_MS, 'one']],
  'deadlines of 2, 5 and 10 s': [
    [160, () => 1, 2_000, 'one'],
    [160, () => 1, 5_000, 'one'],
    [160, () => 1, 10_000, 'one'],
  ],
  '1, 1 to 20 and 20 tokens': [
    [120, () => 1, LONG_WAIT_MS, 'small'],
    [20, () => randomUpTo(20), LONG_WAIT_MS, 'mixed'],
    [12, () => 20, LONG_WAIT_MS, 'large'],
  ],
};

/**
 * The callers of one replica.
 * @param {string} workload
 * @param {number} replicas
 */
const callersFor = (workload, replicas) =>
  WORKLOADS[workload].flatMap(([count, ...kind]) => callers(Math.ceil(count / replicas), ...kind));

module.exports = { WORKLOADS, callersFor };
