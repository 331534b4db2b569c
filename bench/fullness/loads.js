/**
 * Callers who together always want more than there is. Each calls again once it is answered.
 * @typedef {{ readonly tokens: () => number, readonly maxWaitMs: number, readonly client: string }} Caller
 */
const within = (most) => 1 + Math.floor(Math.random() * most);

/** @returns {Caller[]} */
const callers = (count, tokens, maxWaitMs, client) =>
  Array.from({ length: count }, () => ({ tokens, maxWaitMs, client }));

const PATIENT_MS = 30_000;

/** How many callers of each kind one fleet has, whatever number of replicas. */
const LOADS = {
  'one token each': [[240, () => 1, PATIENT_MS, 'one']],
  'deadlines of 2, 5 and 10 s': [
    [160, () => 1, 2_000, 'one'],
    [160, () => 1, 5_000, 'one'],
    [160, () => 1, 10_000, 'one'],
  ],
  '1, 1 to 20 and 20 tokens': [
    [120, () => 1, PATIENT_MS, 'small'],
    [20, () => within(20), PATIENT_MS, 'mixed'],
    [12, () => 20, PATIENT_MS, 'large'],
  ],
};

/**
 * The callers of one of the replicas.
 * @param {string} load
 * @param {number} replicas
 */
const callersOf = (load, replicas) =>
  LOADS[load].flatMap(([count, ...kind]) => callers(Math.ceil(count / replicas), ...kind));

module.exports = { LOADS, callersOf };
