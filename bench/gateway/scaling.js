const { selectCases, scaled } = require('../run-scale');
const { CANDIDATES, EXPRESS, MEMORY, RAW, gateway } = require('./candidates');
const { warmUp, withCandidate } = require('./measure');

/** A quota that makes callers wait, in calls per second. */
const SCARCE_LIMIT = 1_000;
/** How long each case runs before and during its measurement. */
const STEADY_MS = scaled(1_500, 100);
const MEASURED_MS = scaled(3_000, 300);
/** Operations of each batch case, which is measured over whole batches instead of a fixed time. */
const BATCH_OPERATIONS = scaled(20_000);

const ownCandidate = { name: MEMORY, call: 'gatewayWrite', launch: gateway() };
const candidateNamed = (/** @type {string} */ name) =>
  CANDIDATES.find((candidate) => candidate.name === name) ?? ownCandidate;
const ENTRY_COUNTS = [1, 10, 100, 300];
const readSettings = (/** @type {number} */ size) => ({ connections: 8, size });

/**
 * Series of cases in which one size grows. The costs are those of a call, or of one operation of a batch.
 * Reads also run through other candidates: their cost grows with the reply for every proxy.
 * @type {readonly { name: string, candidate?: import('./candidates').Candidate, call: string,
 *   sizes: readonly number[], settingsFor(size: number): { connections: number, size?: number,
 *   maxCalls?: number, operationsPerCall?: number } }[]}
 */
const SERIES = [
  {
    name: 'connections',
    call: 'gatewayWrite',
    sizes: [1, 10, 100, 1_000],
    settingsFor: (connections) => ({ connections }),
  },
  {
    name: `callers queued for ${SCARCE_LIMIT} calls/s`,
    candidate: { ...ownCandidate, launch: gateway({ limit: SCARCE_LIMIT }) },
    call: 'queuedWrite',
    sizes: [10, 100, 1_000, 5_000],
    settingsFor: (connections) => ({ connections }),
  },
  {
    name: 'entries in a message read',
    call: 'gatewayRead',
    sizes: ENTRY_COUNTS,
    settingsFor: readSettings,
  },
  ...[EXPRESS, RAW].map((name) => ({
    name: `the same through ${name}`,
    candidate: candidateNamed(name),
    call: 'vendorRead',
    sizes: ENTRY_COUNTS,
    settingsFor: readSettings,
  })),
  {
    name: 'operations in a batch (cost of each)',
    call: 'gatewayBatch',
    sizes: [10, 100, 1_000, 10_000],
    settingsFor: (size) => ({
      connections: 1,
      size,
      maxCalls: BATCH_OPERATIONS / size,
      operationsPerCall: size,
    }),
  },
];

/** @param {Omit<import('./candidates').Setting, 'port'>} setting @param {import('./load').Load} load */
async function measureScaling(setting, load) {
  const rows = [];
  for (const { name, candidate = ownCandidate, call, sizes, settingsFor } of selectCases(SERIES)) {
    const cells = await withCandidate(candidate, setting, async ({ port, pid }) => {
      await warmUp(load, { port, pid, call: candidate.call });
      const measured = [];
      for (const size of selectCases(sizes))
        measured.push(await measureCase({ port, pid, call }, size, settingsFor(size), load));
      return measured;
    });
    rows.push({ name, cells });
  }
  return rows;
}

async function measureCase(/** @type {import('./load').Target} */ target, size, settings, load) {
  const { connections, operationsPerCall = 1, size: callSize, maxCalls } = settings;
  const sizedTarget = { ...target, ...(callSize !== undefined && { size: callSize }) };
  // the general warm-up makes single writes, no batches
  if (maxCalls !== undefined) await load.closed(sizedTarget, connections, STEADY_MS);
  const { cpuMicros, failures } = await (maxCalls === undefined
    ? load.closed(sizedTarget, connections, MEASURED_MS, { steadyMs: STEADY_MS })
    : load.closed(sizedTarget, connections, undefined, { maxCalls }));
  // failed calls cost less or more than others, so that a figure would mean nothing
  const hasFailed = Object.keys(failures).length > 0;
  return { size, cpuMicros: hasFailed ? NaN : cpuMicros / operationsPerCall, failures };
}

module.exports = { measureScaling };
