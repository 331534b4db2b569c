const { fewer, paced } = require('../pace');
const { CANDIDATES, EXPRESS, MEMORY, RAW, gateway } = require('./candidates');
const { running, warmUp } = require('./measure');

/** Calls a second where callers are to wait. */
const SCARCE = 1_000;
/** How long the callers of a cell call before it counts, and while it does. */
const STEADY_MS = paced(1_500, 100);
const EACH_MS = paced(3_000, 300);
/** Operations of a cell of batches: whole batches are counted, however long one takes. */
const OPERATIONS = paced(20_000);

const here = { name: MEMORY, call: 'gatewayWrite', launch: gateway() };
const named = (/** @type {string} */ name) => CANDIDATES.find((one) => one.name === name) ?? here;
const ENTRIES = [1, 10, 100, 300];
const reading = (/** @type {number} */ size) => ({ connections: 8, size });

/**
 * What a call costs as something grows; where a call is a batch, what each operation in it costs. What
 * grows by nature is told by others that have to carry as much.
 * @type {readonly { what: string, candidate?: import('./candidates').Candidate, call: string,
 *   sizes: readonly number[], of(size: number): { connections: number, size?: number, most?: number,
 *   per?: number } }[]}
 */
const ROWS = [
  {
    what: 'connections',
    call: 'gatewayWrite',
    sizes: [1, 10, 100, 1_000],
    of: (connections) => ({ connections }),
  },
  {
    what: `callers in line for ${SCARCE} calls/s`,
    candidate: { ...here, launch: gateway({ limit: SCARCE }) },
    call: 'patientWrite',
    sizes: [10, 100, 1_000, 5_000],
    of: (connections) => ({ connections }),
  },
  {
    what: 'entries of the message, read',
    call: 'gatewayRead',
    sizes: ENTRIES,
    of: reading,
  },
  ...[EXPRESS, RAW].map((name) => ({
    what: `the same through ${name}`,
    candidate: named(name),
    call: 'vendorRead',
    sizes: ENTRIES,
    of: reading,
  })),
  {
    what: 'operations of a batch (each)',
    call: 'gatewayBatch',
    sizes: [10, 100, 1_000, 10_000],
    of: (size) => ({ connections: 1, size, most: OPERATIONS / size, per: size }),
  },
];

/** @param {Omit<import('./candidates').Setting, 'port'>} setting @param {import('./load').Load} load */
async function growth(setting, load) {
  const rows = [];
  for (const { what, candidate = here, call, sizes, of } of ROWS) {
    const cells = await running(candidate, setting, async ({ port, pid }) => {
      await warmUp(load, { port, pid, call: candidate.call });
      const measured = [];
      for (const size of fewer(sizes))
        measured.push(await cell({ port, pid, call }, size, of(size), load));
      return measured;
    });
    rows.push({ what, cells });
  }
  return rows;
}

async function cell(/** @type {import('./load').Target} */ target, size, settings, load) {
  const { connections, per = 1, size: argument, most } = settings;
  const aimed = { ...target, ...(argument !== undefined && { size: argument }) };
  if (most !== undefined) await load.closed(aimed, connections, STEADY_MS); // warm in this way too
  const { cpuMicros, failures } = await (most === undefined
    ? load.closed(aimed, connections, EACH_MS, { steadyMs: STEADY_MS })
    : load.closed(aimed, connections, undefined, { most }));
  return { size, cpuMicros: cpuMicros / per, failures };
}

module.exports = { growth };
